"""The commonest words of a few languages, which say nothing about what a text is about."""

from __future__ import annotations

_LISTS = {
    "en": """
        a about above after again against all also am an and any are aren't as at be because been before being below
        between both but by can can't could couldn't did didn't do does doesn't doing don't down during each either few
        for from further had hadn't has hasn't have haven't having he he's her here hers herself him himself his how
        i i'm i've if in into is isn't it it's its itself just let's me more most my myself no nor not now of off on
        once one only or other our ours ourselves out over own per same shall she she's should shouldn't so some such
        than that that's the their theirs them themselves then there there's these they they're this those through
        to too under until up upon us very was wasn't we we're were weren't what when where whether which while who
        whom whose why will with within without won't would wouldn't yet you you're your yours yourself
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderen auch auf aus außer bei beide bevor bin bis
        bist bzw da dabei dadurch dafür dagegen damit danach dann daran darauf das dass dazu dein deine dem den denn
        der deren des dessen deshalb die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen
        einer eines er es etwa etwas euch für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn
        ihnen ihr ihre ihrem ihren ihrer im in indem ist ja jede jedem jeden jeder jedes jedoch jene kann kein keine
        keinem keinen keiner können könnte man mehr mein meine mich mir mit muss müssen nach nachdem neben nicht nichts
        noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit selbst sich sie sind so sobald sollte
        sondern sonst soll sollen über um und uns unser unsere unter vom von vor wann war waren warum was weder weil
        welche welchem welchen welcher wenn wer werde werden weder wie wieder will wir wird wo wurde wurden zu zum zur
        zwar zwischen
    """,
    "fr": """
        a afin ai ainsi alors après as au aucun aucune aujourd'hui auquel aura aussi autre autres aux avant avec avoir
        avait avaient bien c'est car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment
        contre d'un d'une dans de depuis des dès donc dont du elle elles en encore entre es est et étaient était été
        être eu eux fait font il ils j'ai je jusque l'on la là le les leur leurs lors lorsque lui ma mais me même mes
        moi moins mon ne ni nos notre nous on ont ou où par parce pas pendant peu peut peuvent plus pour pourquoi
        qu'elle qu'il qu'on quand que quel quelle quelles quels qui quoi sa sans se selon sera ses si soi soit son
        sont sous sur ta te tes toi ton tous tout toute toutes très trop tu un une vers vos votre vous y
    """,
    "es": """
        a al algo algunas algunos ante antes aquel aquella así aun aunque bajo bien cada casi como con contra cual
        cuales cuando cuándo cuánto de del desde donde dónde dos durante e el él ella ellas ellos en entre era eran es
        esa esas ese eso esos esta está estaba estaban están estas este esto estos fue fueron ha había habían han hasta
        hay la las le les lo los más me mi mientras mis mucho muy nada ni no nos nosotros nuestra nuestro o os otra
        otras otro otros para pero poco por porque pues que qué quien quién se sea según ser si sí sido sin sino sobre
        son su sus también tan tanto te tiene tienen todo toda todos todas tras tu tus un una unas uno unos vosotros
        y ya yo
    """,
    "it": """
        a ad agli ai al alla alle allo anche ancora avere aveva avevano c'è che chi ci come con contro cui da dagli dai
        dal dalla dalle dallo degli dei del della delle dello di dopo dove e è ed era erano essere fra fu furono gli ha
        hanno ho i il in io la le lei li lo loro lui ma mi molto ne nei nel nella nelle nello noi non nostro o ogni per
        perché più poi prima quale quando quanto quella quelle quelli quello questa queste questi questo qui se si sia
        solo sono sopra stata stati stato su sua sue sugli sui sul sulla suo suoi tra tutti tutto un una uno vi voi
    """,
    "pt": """
        a à ao aos após aquela aquele as às até cada com como da das de dela dele deles depois do dos e é ela elas ele
        eles em entre era eram essa esse esta está estão este eu foi foram há isso isto já la lhe mais mas me mesmo meu
        minha muito na não nas nem no nos nós o onde os ou para pela pelas pelo pelos por porque qual quando que quem
        se sem ser seu seus só sobre sua suas são também tem têm tinha tudo um uma umas uns você
    """,
    "nl": """
        aan al alle als bij dan dat de deze die dit doch door dus een en er geen had hadden heb hebben heeft het hij
        hoe hun ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet nog nu of om omdat onder
        ons ook op over reeds te tegen toch toen tot u uit uw van veel voor waar want waren was wat we wel werd werden
        wie wij wil worden zal ze zei zelf zich zij zijn zo zonder zou
    """,
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())
