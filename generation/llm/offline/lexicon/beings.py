"""Nouns for what is no person: things, animals, ideas, and nouns that say too little to call somebody by."""

from __future__ import annotations

from generation.llm.offline.wordlists import words

THING_WORDS = frozenset(
    words(
        """
        lighthouse ship boat submarine spaceship starship rocket satellite drone train tram bus car van
        truck tractor taxi bicycle bike locomotive engine wheel elevator escalator bridge road street
        crossroads gate wall door window well fountain tower palace castle house cottage building skyscraper
        tent igloo windmill mill bakery shop bookshop restaurant cafe hotel inn theatre theater cinema
        museum library school hospital church cathedral temple pyramid station airport harbour harbor city
        town village kingdom island mountain hill valley desert glacier volcano forest wood tree oak willow
        flower rose tulip cactus mushroom pumpkin potato apple cabbage garden orchard river lake sea ocean
        wave moon sun star comet planet asteroid galaxy cloud storm thunderstorm hurricane tornado wind
        breeze rain snow snowflake fog mist frost rainbow echo shadow sword shield arrow axe knife book
        dictionary diary encyclopedia letter map newspaper clock watch hourglass calendar statue mirror lamp
        lantern candle lightbulb light bulb teapot teacup cup kettle toaster oven stove fridge refrigerator
        microwave dishwasher bottle jar box suitcase wardrobe cupboard chair armchair sofa table desk bed
        pillow carpet curtain piano violin guitar cello trumpet flute harp drum bell radio gramophone
        jukebox television telephone phone camera printer typewriter computer laptop server machine robot
        algorithm program spreadsheet website chatbot software satnav thermostat ai typeface font alphabet
        word song melody painting portrait photograph poem umbrella hat coat boot shoe sock glove scarf ring
        crown coin compass anchor key lock doll puppet toy teddy scarecrow snowman golem loaf bread cake pie
        pizza soup sandwich cheese egg heart brain skeleton bone swarm hive costume mannequin stone rock
        boulder brick pebble
        """
    )
)
ANIMAL_WORDS = frozenset(
    words(
        """
        cat kitten dog puppy hound wolf fox bear rabbit hare squirrel hedgehog badger otter beaver mouse rat
        hamster mole bat horse pony donkey mule cow bull goat sheep lamb pig deer moose elk camel llama
        giraffe elephant rhinoceros hippopotamus lion tiger leopard panther monkey ape gorilla sloth koala
        kangaroo panda raccoon skunk weasel ferret owl raven crow rook magpie pigeon dove sparrow robin
        eagle hawk falcon parrot penguin goose duck swan hen rooster chicken peacock heron gull albatross
        ostrich frog toad newt turtle tortoise lizard gecko snake crocodile alligator dinosaur octopus squid
        crab lobster whale dolphin shark seal walrus fish goldfish salmon eel jellyfish snail slug worm
        spider bee wasp ant beetle butterfly moth dragonfly cricket firefly capybara dragon wyvern griffin
        phoenix
        """
    )
)
IDEAS = frozenset(
    words(
        """
        hope love fear death grief justice time silence luck fate destiny memory sleep war peace envy rage
        anger joy sorrow winter autumn spring summer night darkness hunger patience truth chaos nature money
        boredom jealousy courage wisdom freedom loneliness happiness sadness kindness nostalgia curiosity
        music mathematics gravity monday tuesday wednesday thursday friday saturday sunday yesterday
        tomorrow regret guilt pride greed mercy entropy karma beauty sadness melancholy insomnia bureaucracy
        revenge
        """
    )
)
# What there is a little of, rather than one.
MASS = frozenset(
    words("moss water ice sand dust smoke mist honey coffee tea rice salt grass ivy mould mold rust ash mud")
)
# Nobody says "I am a soul, not a saint".
VAGUE = frozenset(
    words(
        """
        soul man woman person boy girl child kid guy lady creature being one people stranger presence flesh
        teenager adult human help
        crew band team gang group choir council troupe orchestra squad clan duo trio quartet pack
        """
    )
)
