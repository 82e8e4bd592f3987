"""Common given names of several languages: a name that begins with one is a person's."""

from __future__ import annotations

from generation.llm.offline.lexicon.names import REGIONS
from generation.llm.offline.wordlists import words

_COMMON = """
    Aaron Abigail Adam Adrian Ahmed Aisha Alan Albert Alex Alexander Alexandra Alfred Alice Alison Amanda Amara
    Amelia Amy Andrea Andrew Angela Angus Ann Anna Anne Annie Anthony Archie Arthur Audrey Barbara Ben Benjamin
    Bernard Betty Bill Bob Brandon Brenda Brian Bruce Calvin Carl Carol Caroline Catherine Cecilia Charles
    Charlie Charlotte Chloe Chris Christian Christina Christine Christopher Claire Clara Colin Connor Craig
    Daniel Daphne David Deborah Dennis Derek Diana Diane Dominic Donald Dora Dorothy Douglas Dylan Edgar Edith
    Edmund Edward Eleanor Elijah Elizabeth Ella Ellen Ellie Emily Emma Eric Erin Ernest Esther Ethan Eugene Eva
    Evelyn Felicity Fiona Florence Frances Francis Frank Fred Frederick Gareth Gary Gavin Gemma Geoffrey George
    Gerald Gillian Gloria Gordon Grace Graham Greg Gregory Hannah Harold Harriet Harry Heather Helen Henry
    Herbert Howard Hugh Ian Irene Isaac Isabel Isabella Ivy Jack Jackson Jacob James Jane Janet Jason Jean Jeff
    Jeffrey Jennifer Jeremy Jessica Jill Jim Joan Joanna Joe John Jonathan Joseph Joshua Joyce Judith Judy Julia
    Julian Julie Karen Kate Katherine Kathleen Keith Kelly Kenneth Kevin Kim Kyle Laura Lauren Lawrence Leo
    Leonard Lewis Liam Lily Linda Lisa Logan Louise Lucas Lucy Luke Lydia Lynn Malcolm Margaret Maria Marie
    Marion Mark Martha Martin Mary Matilda Matthew Maurice Max Megan Melanie Melissa Michael Michelle Mike
    Mildred Molly Monica Nancy Natalie Nathan Neil Nicholas Nicola Nigel Noah Norman Oliver Olivia Oscar Owen
    Pamela Patricia Patrick Paul Paula Peter Philip Phoebe Rachel Ralph Raymond Rebecca Richard Robert Robin
    Roger Ronald Rosemary Ross Roy Russell Ruth Ryan Samantha Samuel Sandra Sarah Scott Sean Sharon Shaun Sheila
    Shirley Sidney Simon Sophia Sophie Stanley Stella Stephanie Stephen Steve Steven Stuart Susan Suzanne Sylvia
    Teresa Thomas Tim Timothy Tina Tom Tony Tracy Trevor Vanessa Veronica Victor Victoria Vincent Virginia
    Walter Wendy William Zachary Zoe Ada Andreas Angelika Anja Anke Annika Antje Axel Bernd Birgit Björn
    Brigitte Carsten Christa Christoph Claudia Detlef Dieter Dirk Elke Emil Erika Ernst Felix Florian Franz
    Franziska Friedrich Fritz Georg Gerd Gerhard Gisela Greta Günter Günther Hannelore Hans Harald Heike
    Heinrich Heinz Helga Helmut Hermann Holger Horst Ilse Ingrid Jan Jens Joachim Johann Johanna Johannes Jonas
    Jörg Josef Jürgen Jutta Kai Karin Karl Karsten Katharina Katja Katrin Kerstin Klaus Konrad Kurt Lars Lena
    Lukas Lutz Manfred Manuela Marcel Marco Marlene Martina Mathias Matthias Maximilian Monika Moritz Nadine
    Nina Norbert Otto Petra Rainer Ralf Reinhard Renate Rolf Rudolf Sabine Sebastian Siegfried Silke Stefan
    Stefanie Susanne Sven Tanja Thorsten Tobias Torsten Udo Ulrich Ulrike Ursula Ute Uwe Volker Werner Wilhelm
    Wolfgang Yvonne Leonie Mia Theo Finn Elias Adrien Agnès Alain Amélie André Antoine Arnaud Aurélie Baptiste
    Bernadette Bertrand Camille Cécile Céline Chantal Chloé Christophe Claude Clément Colette Corinne Cyril
    Damien Delphine Denis Didier Dominique Élise Élodie Émile Émilie Étienne Fabien Fabrice Fernand Florent
    Françoise François Frédéric Gabriel Gaston Geneviève Georges Gérard Gilles Guillaume Gustave Guy Hélène
    Henri Hervé Hugo Isabelle Jacqueline Jacques Jeanne Jérôme Joséphine Juliette Laurence Laurent Léa Léon
    Louis Luc Lucie Madeleine Manon Marguerite Marianne Marine Mathieu Mathilde Maxime Michel Monique Nathalie
    Nicolas Noémie Odette Olivier Pascal Patrice Paulette Philippe Pierre Quentin Raphaël René Romain Sandrine
    Sébastien Serge Simone Sylvie Théo Thérèse Thierry Valérie Véronique Yves Yvette Adriana Alba Alberto
    Alejandra Alejandro Alfonso Alicia Álvaro Ana Andrés Ángel Antonia Antonio Armando Beatriz Carlos Carmen
    Carolina César Cristina Diego Dolores Eduardo Elena Emilio Enrique Ernesto Esteban Federico Felipe Fernando
    Francisca Francisco Gonzalo Guadalupe Guillermo Gustavo Héctor Ignacio Inés Jaime Javier Jesús Joaquín Jorge
    José Josefa Juan Juana Julio Lorena Lourdes Lucía Luis Luisa Manuel Marcos Margarita Marina Mario Marta
    Mercedes Miguel Montserrat Natalia Nicolás Pablo Pedro Pilar Rafael Ramón Raúl Ricardo Roberto Rocío Rodrigo
    Rosa Rosario Salvador Santiago Sergio Silvia Sofía Susana Tomás Valentina Vicente Ximena Alessandro Chiara
    Enzo Fabio Francesca Giacomo Gianni Giovanni Giulia Giuseppe Lorenzo Luca Matteo Paolo Pietro Stefano
    Vittorio João Tiago Inês Mateus Anneke Bas Femke Jeroen Joost Maarten Pieter Sanne Willem Ali Fatima Hassan
    Hussein Ibrahim Khalid Layla Leila Mahmoud Mohamed Mohammed Muhammad Mustafa Nadia Omar Samir Yasmin Yusuf
    Abdul Amina Anil Ananya Arjun Deepak Indira Kavita Krishna Lakshmi Meera Narendra Neha Priya Rahul Raj
    Rajesh Ravi Sanjay Sunita Vijay Vikram Chen Hiroshi Kenji Keiko Li Mei Ming Satoshi Takashi Wei Yuki Xin
    Zhang Jin Aleksandr Alexei Anastasia Boris Dmitri Igor Ivan Katya Mikhail Natasha Nikolai Olga Pavel Sergei
    Svetlana Tatiana Vladimir Yuri Agnieszka Andrzej Jerzy Krzysztof Małgorzata Piotr Zofia Erik Astrid Bjørn
    Freja Gunnar Kirsten Magnus Nils Olaf Sigrid Aino Juha Mikko
"""
GIVEN = frozenset(words(_COMMON)) | {name for region in REGIONS for name in (*region.women, *region.men)}
