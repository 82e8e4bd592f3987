"""Names of people by region, and the words in a concept that point to the region."""

from __future__ import annotations

from dataclasses import dataclass

from generation.llm.offline.wordlists import words


@dataclass(frozen=True, slots=True)
class Region:
    """Given names that read as a woman's or a man's, family names, and the words that call them up."""

    name: str
    cues: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _region(name: str, cues: str, women: str, men: str, families: str) -> Region:
    return Region(name, words(cues), words(women), words(men), words(families))


COUNTRYSIDE = _region(
    "countryside",
    "",
    "Maud Tamsin Odile Brona Elspeth Wynne Hester Isolde Linnet Sabine Petra Marit Rosalind Agnes Thea Ione",
    "Corin Aldous Bram Tobias Edric Jory Rafe Osric Hugo Lorcan Matthias Piers Anselm Garrick Silas Wat",
    "Hale Thackeray Marsh Quill Ashdown Vane Pellam Rook Larkin Sorrel Harrow Fenwick Tolley Brandt Wicke Oakes",
)
REGIONS: tuple[Region, ...] = (
    _region(
        "japan",
        "tokyo japan japanese kyoto osaka samurai shogun edo ronin geisha yokai kitsune ninja sapporo hokkaido",
        "Aiko Haruka Naomi Yuki Mei Sachiko Rin Kaori Emi Natsuki Hanae Midori",
        "Kenji Daichi Ren Haruto Takumi Jun Satoshi Ryo Isamu Makoto Shiro Goro",
        "Tanabe Morita Kuroda Ishii Hayashi Okada Fujimoto Sakai Nomura Arai Miyagi Ueno",
    ),
    _region(
        "west africa",
        "lagos nigeria nigerian yoruba igbo ghana accra ibadan dakar senegal mali timbuktu anansi african",
        "Adunni Ngozi Folake Amara Ifeoma Yetunde Abena Bisi Efua Zainab Kehinde Chiamaka",
        "Tunde Emeka Kofi Babajide Segun Chidi Kwame Femi Obinna Musa Taiwo Ikenna",
        "Adeyemi Okafor Balogun Mensah Eze Adebayo Okonkwo Danjuma Oladipo Nwosu Bello Asante",
    ),
    _region(
        "france",
        "paris france french marseille lyon bordeaux provence normandy breton brittany versailles parisian",
        "Solange Amélie Margot Colette Inès Lucie Odette Camille Noémie Mathilde Sylvie Hélène",
        "Bastien Étienne Lucien Rémy Gaspard Olivier Thibault Marcel Antoine Yves Félix Jules",
        "Moreau Vasseur Delacroix Fabre Lemoine Giraud Renard Chevalier Marchand Roussel Bonnet Vidal",
    ),
    _region(
        "germany",
        "berlin germany german munich hamburg vienna austria bavaria zurich cologne prussian swiss",
        "Liesel Hanna Greta Ottilie Klara Marlene Jutta Frieda Anneliese Ilse Ronja Senta",
        "Matthias Jürgen Emil Konrad Lukas Anton Dieter Ruprecht Florian Moritz Kaspar Bruno",
        "Brandt Keller Vogel Lindner Hartmann Engel Seidel Winkler Krämer Falk Baumann Richter",
    ),
    _region(
        "spanish",
        "spain spanish madrid seville barcelona mexico mexican havana cuba buenos aires lima bogota argentina peru",
        "Inés Marisol Lucía Carmen Paloma Ximena Rosario Alba Noelia Catalina Pilar Estrella",
        "Mateo Joaquín Andrés Rafael Emilio Tomás Ignacio Diego Ramiro Esteban Pablo Hernán",
        "Vega Salcedo Ortega Castillo Fuentes Navarro Ibarra Mendoza Quintana Robles Serrano Luján",
    ),
    _region(
        "italy",
        "italy italian rome venice naples florence milan sicily palermo venetian tuscany genoa",
        "Chiara Lucia Bianca Fiorella Giulia Ornella Serafina Elena Viola Marta Ginevra Rosa",
        "Matteo Dario Fabrizio Enzo Nico Salvatore Pietro Luca Corrado Vito Aldo Tullio",
        "Ferrante Bellini Moretti Caruso Lombardi Rinaldi Conti Galli Marchetti Sartori Greco Vitale",
    ),
    _region(
        "portuguese",
        "lisbon portugal portuguese brazil brazilian rio porto bahia salvador recife",
        "Beatriz Joana Inês Marina Lia Teresa Yara Helena Rita Graça Luana Cecília",
        "Tiago Duarte Rui Caetano Afonso Joaquim Vasco Leandro Mário Davi Nuno Zeca",
        "Carvalho Teixeira Moura Nogueira Pacheco Barros Lobo Ramalho Farias Correia Sampaio Prado",
    ),
    _region(
        "netherlands",
        "amsterdam dutch holland netherlands rotterdam utrecht antwerp flemish belgium",
        "Anneke Femke Marijke Saskia Lotte Griet Noor Tessel Willemijn Hanneke Roos Mieke",
        "Joris Pieter Bas Willem Daan Koen Maarten Sander Thijs Ruben Casper Gijs",
        "Visser Dekker Mulder Brouwer Kuiper Smit Hoekstra Vermeer Postma Dijkstra Bakker Koster",
    ),
    _region(
        "india",
        "india indian mumbai delhi kolkata bombay bengal punjab kerala jaipur mughal tamil raja maharaja",
        "Asha Meera Lakshmi Priya Kavita Nandini Sarita Zoya Radhika Ishani Devika Uma",
        "Arjun Ravi Dev Suresh Imran Kabir Vikram Gopal Harish Nikhil Anand Farid",
        "Banerjee Sharma Nair Kapoor Iyer Chaudhuri Rao Menon Desai Mehta Bose Pillai",
    ),
    _region(
        "arabic",
        "cairo egypt egyptian baghdad damascus arabian marrakesh morocco tunis beirut dubai sultan djinn genie "
        "bedouin persian persia iran tehran istanbul turkish ottoman",
        "Leila Samira Yasmin Nadia Zahra Mariam Salma Dunya Farah Hala Amina Rania",
        "Karim Yusuf Idris Tariq Hassan Nabil Omar Rashid Samir Jalal Anwar Malik",
        "Haddad Mansour Khoury Rahal Nasser Saleh Darwish Farouk Sabbagh Aziz Hakim Zaman",
    ),
    _region(
        "china",
        "china chinese shanghai beijing hong kong taiwan dynasty wuxia xianxia chengdu",
        "Meilin Xiu Lan Huiying Yun Qing Ruolan Jia Fen Suyin Lihua Ning",
        "Wei Jian Bohai Feng Guowei Tao Haoran Liang Zhen Kang Shun Ming",
        "Zhao Lin Fang Cheng Luo Shen Gao Tang Xu Bai Jiang Song",
    ),
    _region(
        "korea",
        "korea korean seoul busan joseon k-pop",
        "Jiwoo Soyeon Minji Hana Yuna Eunha Seohyun Nari Bora Dahee Suji Areum",
        "Minjun Jisung Taeyang Dohyun Seojun Hyun Woojin Jaeho Sungmin Kyung Inho Daesik",
        "Kang Seo Yoon Bae Shin Han Moon Ryu Noh Hwang Oh Jang",
    ),
    _region(
        "israel",
        "israel israeli jerusalem haifa hebrew",
        "Tamar Yael Noa Shira Michal Avigail Hadas Dalia Ronit Efrat Orly Naama",
        "Eitan Yonatan Uri Amit Boaz Nadav Gilad Asaf Yoav Ehud Itamar Doron",
        "Levi Peretz Mizrahi Friedman Shapira Azulay Dayan Katz Biton Harel Golan Sasson",
    ),
    _region(
        "thailand",
        "thailand thai bangkok phuket isan",
        "Malee Kanya Ploy Suda Anong Ratana Busaba Chailai Lamai Nida Wipa Dao",
        "Somchai Anan Niran Prasert Kiet Thanom Wichai Boonmee Arthit Decha Sunan Chai",
        "Srisai Wongsuwan Chaiyasit Thongdee Rattanakul Phromma Saetang Boonsri Kaewta Suksan Intira Meesuk",
    ),
    _region(
        "slavic",
        "russia russian moscow petersburg poland polish prague ukraine kyiv warsaw siberia soviet serbia balkan "
        "croatia czech bulgaria",
        "Irina Ludmila Katya Zofia Milena Vesna Darya Olga Jadwiga Tereza Nadezhda Sonya",
        "Mikhail Pavel Andrei Bogdan Stanislav Yuri Tomasz Viktor Ilya Radovan Marek Lev",
        "Volkov Sokolova Novak Petrenko Kowal Zelenka Orlov Baran Markovich Dubrov Vlasek Horvat",
    ),
    _region(
        "nordic",
        "norway norwegian iceland icelandic sweden swedish denmark danish finland finnish viking norse oslo "
        "stockholm reykjavik fjord helsinki thor odin valkyrie",
        "Astrid Sigrid Freya Ingrid Solveig Runa Thyra Gudrun Liv Ylva Helga Dagny",
        "Leif Eirik Halvard Sten Torsten Bjorn Aksel Ivar Magnus Kari Odd Sverre",
        "Lindqvist Dahl Nygaard Solberg Strand Bergman Halvorsen Vik Lund Aalto Hedlund Moe",
    ),
    _region(
        "celtic",
        "ireland irish dublin scotland scottish edinburgh glasgow wales welsh cornwall celtic highlands cardiff",
        "Niamh Saoirse Morag Catrin Orla Mairi Brigid Eilidh Rhian Fiona Una Ceridwen",
        "Cormac Fergus Rhys Declan Angus Callum Owain Finbar Ewan Padraig Idris Lachlan",
        "Brennan Kerr Pryce Gallagher Munro Byrne Sinclair Doyle Rhydderch Lennox Keane Muir",
    ),
    _region(
        "america",
        "texas chicago york brooklyn america american detroit boston california nevada orleans seattle harlem "
        "arizona cowboy cowgirl sheriff saloon angeles hollywood",
        "Lorraine Dolores Ruth Hattie Josephine June Mabel Cora Delilah Nell Opal Marlene",
        "Wendell Clyde Amos Earl Jasper Otis Virgil Roy Hank Emmett Leroy Walt",
        "Tucker Calloway McGraw Ellis Boone Whitlock Pruitt Hayes Delaney Crane Holloway Sutton",
    ),
    _region(
        "antiquity",
        "greece greek athens roman sparta olympus hades zeus minotaur oracle nymph titan gladiator centaur crete",
        "Thais Kallista Melia Ianthe Xanthe Phoebe Livia Daphne Chloris Octavia Myrrhine Aglaia",
        "Nikias Lysander Theron Damon Cassius Phaedon Evander Marcus Iason Timon Alexis Quintus",
        "Corvus Silvanus Megaris Argyros Varro Leonidas Naxian Drusus Thessal Kyros Aquila Delios",
    ),
    _region(
        "starways",
        "android robot cyborg spaceship starship planet orbital galaxy galactic alien cyberpunk spacer asteroid "
        "moon mars colony",
        "Vesh Oriel Nyx Calla Sabra Juno Ilsabet Tamsin Kestrel Rill Mika Orsa",
        "Dov Castor Jax Halden Orrin Bexley Tycho Ravi Sol Kade Emeric Pax",
        "Okonjo Vance Strand Ruiz Tal Halloran Sixsmith Adair Voss Nakamura Lindgren Marr",
    ),
)
TITLES_HE = words(
    """
    sir lord king prince duke baron count father brother grandfather uncle mister mr señor monsieur
    herr don emperor abbot sultan
    """
)
TITLES_SHE = words(
    """
    lady dame queen princess duchess baroness countess mother sister grandmother aunt auntie madame
    madam miss mrs ms señora mademoiselle frau fräulein donna empress abbess granny grandma nana
    """
)
TITLES_ANY = words(
    """
    captain doctor dr professor prof detective inspector sergeant commander general colonel major
    lieutenant sheriff deputy judge agent saint st chief elder master officer private admiral
    kapitän capitán capitaine prime minister president senator mayor governor chancellor
    ambassador bishop archbishop cardinal
    marshal nurse old young reverend pastor rabbi brother coach chef capt lt sgt
    """
)
HE_WORDS = words(
    """
    man boy king prince father brother grandfather uncle son husband widower monk priest gentleman
    lad knight-errant cowboy waiter actor wizard warlock duke baron emperor fisherman salesman he
    his him himself boyfriend dad
    """
)
SHE_WORDS = words(
    """
    woman girl queen princess mother sister grandmother aunt daughter wife widow nun priestess lady
    lass waitress actress witch sorceress duchess baroness empress goddess nymph mermaid seamstress
    enchantress ballerina she her hers herself girlfriend mom mum heiress governess geisha cowgirl
    abbess headmistress
    """
)
