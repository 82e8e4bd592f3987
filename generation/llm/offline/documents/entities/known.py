"""Words that tell what a name is of. Short lists: they help where the text itself says nothing."""

from __future__ import annotations

from generation.llm.offline.wordlists import phrases, words

TITLES = frozenset(
    words(
        """
        mr mrs ms miss dr prof professor sir lady lord dame president minister chancellor senator governor
        mayor judge director manager chairman chairwoman secretary attorney captain colonel general king queen
        prince princess pope bishop father sister ceo inspector doctor herr frau fräulein geschäftsführer
        geschäftsführerin direktor direktorin leiter leiterin vorsitzende kanzler kanzlerin präsident
        präsidentin bürgermeister bürgermeisterin richter richterin directeur directrice directora gerente m
        mme mlle monsieur madame maître président présidente ministre maire señor señora don doña sr sra
        presidente presidenta ministro ministra alcalde alcaldesa
        """
    )
)
ORGANISATIONS = frozenset(
    words(
        """
        inc ltd llc plc corp corporation company co gmbh ag kg se sa sarl sas srl spa bv nv oy ab holding
        university college institute academy bank fund ministry department agency authority commission committee council
        association federation union foundation society group party court parliament senate congress museum hospital
        school laboratory laboratories labs observatory church club press trust board bureau office partners
        universität hochschule institut akademie ministerium amt behörde kommission ausschuss verband verein stiftung
        gruppe partei gericht bundestag bundesrat krankenhaus klinik werke
        université école banque ministère agence comité conseil fondation société groupe parti cour musée hôpital
        universidad escuela banco ministerio agencia comisión comité consejo fundación sociedad grupo partido tribunal
        museo empresa
        """
    )
)
# Capital letters alone do not make an organisation of a word: these are.
ACRONYMS = frozenset(
    words(
        """
        UN UNO EU USA UNESCO UNICEF WHO NATO IMF WTO OECD OPEC WIPO FIFA UEFA IOC IAEA ILO ECB EZB ESA NASA FBI CIA NSA
        MIT BBC CNN ARD ZDF AFP DPA IBM SAP BMW VW AT&T UBS HSBC ING BASF KPMG NHS EPA FDA FCC SEC CDC ONU OMS OTAN UE
        FMI OCDE SNCF EDF RTVE ISO IEEE IETF W3C FSF
        """
    )
)
PLACES = frozenset(
    words(
        """
        street road avenue lane square bridge river lake mount mountain mountains valley island islands bay harbour
        city town village county province district park forest desert airport station sea ocean coast peninsula
        straße strasse platz gasse allee fluss see berg insel stadt dorf bahnhof flughafen
        rue avenue boulevard quai lac mont vallée île ville gare aéroport
        calle plaza avenida río lago isla ciudad aeropuerto estación
        """
    )
)
# What two capital letters do not make a person of.
THINGS = frozenset(
    words(
        """
        world new old great project plan act deal green north south east west northern southern eastern western central
        national international european american british german french spanish first second third general annual report
        cup war treaty agreement programme program system model version chapter section table figure part article
        street day week month year point house high low red blue black white data service services standard open free
        """
    )
)
GAZETTEER = frozenset(
    place.casefold()
    for place in phrases(
        """
        Afghanistan, Albania, Algeria, Argentina, Armenia, Australia, Austria, Bangladesh, Belgium, Bolivia, Bosnia,
        Brazil, Bulgaria, Cambodia, Cameroon, Canada, Chile, China, Colombia, Croatia, Cuba, Cyprus, Denmark, Ecuador,
        Egypt, England, Estonia, Ethiopia, Europe, Africa, Asia, America, Finland, France, Germany, Ghana, Greece,
        Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Jamaica, Japan, Kenya, Kosovo, Latvia,
        Lebanon, Libya, Lithuania, Luxembourg, Malaysia, Mali, Malta, Mexico, Moldova, Mongolia, Morocco, Nepal,
        Netherlands, Nigeria, Norway, Pakistan, Panama, Paraguay, Peru, Philippines, Poland, Portugal, Romania, Russia,
        Rwanda, Scotland, Senegal, Serbia, Singapore, Slovakia, Slovenia, Somalia, South Africa, Spain, Sudan, Sweden,
        Switzerland, Syria, Taiwan, Tanzania, Thailand, Tunisia, Turkey, Uganda, Ukraine, United Kingdom,
        United States, Uruguay, Venezuela, Vietnam, Wales, Yemen, Zambia, Zimbabwe, New Zealand, South Korea,
        Deutschland, Österreich, Schweiz, Frankreich, Italien, Spanien, Polen, Europa, Bayern, Sachsen, Hessen,
        Allemagne, Autriche, Suisse, Espagne, Italie, Belgique, Royaume-Uni, États-Unis, Bretagne, Provence,
        Alemania, España, Francia, Italia, Reino Unido, Estados Unidos, México, Perú, Brasil, Cataluña, Andalucía,
        Amsterdam, Athens, Athen, Bangkok, Barcelona, Basel, Beijing, Berlin, Bern, Bonn, Bordeaux, Boston, Bremen,
        Bristol, Brussels, Brüssel, Bruxelles, Bruselas, Budapest, Buenos Aires, Cairo, Cambridge, Chicago, Copenhagen,
        Delhi, Dresden, Dublin, Düsseldorf, Edinburgh, Florence, Frankfurt, Geneva, Genf, Genève, Glasgow, Hamburg,
        Hannover, Helsinki, Hong Kong, Istanbul, Jakarta, Jerusalem, Kyiv, Kiew, Köln, Cologne, Lagos, Leeds, Leipzig,
        Lille, Lima, Lisbon, Lissabon, Lisbonne, Lisboa, Liverpool, London, Londres, Los Angeles, Luzern, Lyon, Madrid,
        Mailand, Manchester, Manila, Marseille, Melbourne, Milan, Milano, Montreal, Moscow, Moskau, Moscou, Moscú,
        Mumbai, Munich, München, Nairobi, Nantes, Naples, New York, Nice, Nürnberg, Osaka, Oslo, Oxford, Paris, Porto,
        Prague, Prag, Praha, Quito, Rio de Janeiro, Rom, Roma, Rome, Rotterdam, San Francisco, Santiago, São Paulo,
        Seattle, Seoul, Sevilla, Shanghai, Sofia, Stockholm, Strasbourg, Stuttgart, Sydney, Tallinn, Tokyo, Toronto,
        Toulouse, Turin, Valencia, Venice, Venedig, Vienna, Wien, Vilnius, Warsaw, Warschau, Washington, York, Zagreb,
        Zurich, Zürich, Rhine, Rhein, Danube, Donau, Thames, Seine, Loire, Elbe, Nile, Amazon, Alps, Alpen
        """
    )
)
CAPITALS_OF_NOTHING = frozenset(
    words("OK TV AM PM PDF ID FAQ AND THE OR NOT FOR ALL II III IV VI VII VIII IX XI XII CEO CFO CTO PS NB DIY URL")
)
# Days, and words that begin sentences and are no stop words.
NO_NAMES = frozenset(
    words(
        """
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
        sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
        january february march april may june july august september october november december januar februar märz mai
        juni juli oktober dezember yesterday today tomorrow however meanwhile moreover therefore thus nevertheless
        although though since despite according dear please yes thanks gestern heute morgen hier demain aujourd'hui
        later earlier finally first last next soon suddenly perhaps maybe many several both even still never always
        often sometimes instead indeed together each another until unless whereas
        später dann schließlich danach zuletzt vielleicht puis ensuite enfin luego después entonces finalmente
        pourtant cependant ayer hoy mañana sin embargo chapter section table figure page note total
        """
    )
)
PARTICLES = frozenset(words("of de del della di da du des la las los van von der den zu"))
# German writes nouns so that "der" and "des" join any two of them.
GERMAN_PARTICLES = frozenset(words("von van zu de"))
PLACE_PREPOSITIONS = frozenset(words("in near im bei à nach en desde dans from to at aus"))
SAYING = frozenset(
    words(
        """
        said says wrote told asked replied added argued explained announced sagte sagt schrieb erklärte antwortete dit
        déclare déclaré écrit dijo dice escribió declaró
        """
    )
)
