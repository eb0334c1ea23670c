"""Who orders from the demo site: made-up people at made-up house numbers in real towns."""

from __future__ import annotations

from random import Random
from typing import Final

from pickface.demo.nouns import DemoAddress

_COUNTRIES: Final = (
    # Country, share, form of a street line, first names, last names, streets, (postcode, town).
    ("Germany", 40, "{street} {house}",
     ("Anna", "Lukas", "Jürgen", "Leonie", "Mehmet", "Katrin", "Florian", "Ines"),
     ("Müller", "Schröder", "Yılmaz", "Hoffmann", "Großmann", "Vogt", "Becker", "Krämer"),
     ("Gartenstraße", "Am Mühlbach", "Schillerstraße", "Bahnhofstraße", "Rosenweg"),
     (("28195", "Bremen"), ("50667", "Köln"), ("04109", "Leipzig"), ("80331", "München"))),
    ("Austria", 8, "{street} {house}",
     ("Magdalena", "Stefan", "Theresa", "Matthias"), ("Gruber", "Pichler", "Wallner", "Moser"),
     ("Kirchengasse", "Hauptplatz", "Lindengasse"),
     (("1070", "Wien"), ("8010", "Graz"), ("5020", "Salzburg"))),
    ("Netherlands", 12, "{street} {house}",
     ("Sanne", "Daan", "Fatima", "Willem"), ("de Vries", "van den Berg", "Bakker", "El Amrani"),
     ("Kerkstraat", "Molenweg", "Prinsengracht"),
     (("3511 AB", "Utrecht"), ("9712 HN", "Groningen"), ("2611 GX", "Delft"))),
    ("France", 10, "{house} {street}",
     ("Élodie", "Mathieu", "Chloé", "Youssef"), ("Lefèvre", "Moreau", "Benali", "Garnier"),
     ("rue des Tilleuls", "avenue de la Gare", "place du Marché"),
     (("69002", "Lyon"), ("44000", "Nantes"), ("67000", "Strasbourg"))),
    ("United Kingdom", 10, "{house} {street}",
     ("Harriet", "Owen", "Priya", "Callum"), ("Whitfield", "Pritchard", "Sharma", "O'Neill"),
     ("Orchard Road", "Station Terrace", "Mill Lane"),
     (("LS1 4AP", "Leeds"), ("BS1 5TR", "Bristol"), ("EH1 1YZ", "Edinburgh"))),
    ("Poland", 6, "ul. {street} {house}",
     ("Agnieszka", "Paweł", "Zofia", "Michał"), ("Wiśniewska", "Dąbrowski", "Zając", "Wójcik"),
     ("Ogrodowa", "Lipowa", "Słoneczna"),
     (("90-001", "Łódź"), ("50-101", "Wrocław"), ("80-831", "Gdańsk"))),
    ("Sweden", 4, "{street} {house}",
     ("Elsa", "Björn", "Åsa", "Nils"), ("Lindström", "Åkesson", "Nyström", "Berg"),
     ("Storgatan", "Ängsvägen"), (("211 22", "Malmö"), ("411 06", "Göteborg"))),
    ("Denmark", 4, "{street} {house}",
     ("Freja", "Søren", "Kirsten", "Mads"), ("Sørensen", "Østergaard", "Holm", "Nygaard"),
     ("Skovvej", "Strandgade"), (("8000", "Aarhus C"), ("5000", "Odense C"))),
    ("Spain", 3, "Calle {street} {house}",
     ("Lucía", "Íñigo", "Carmen", "Jordi"), ("Muñoz", "Etxeberria", "Ibáñez", "Ferrer"),
     ("Mayor", "del Sol"), (("46001", "Valencia"), ("48001", "Bilbao"))),
    ("Italy", 3, "Via {street} {house}",
     ("Giulia", "Niccolò", "Chiara", "Matteo"), ("Bianchi", "De Luca", "Ferri", "Greco"),
     ("Garibaldi", "dei Mille"), (("40121", "Bologna"), ("37121", "Verona"))),
)  # fmt: skip


def somebody(random: Random) -> DemoAddress:
    """A customer; most live in Germany, the others all over Europe."""
    shares = [country[1] for country in _COUNTRIES]
    ((country, _, form, first, last, streets, towns),) = random.choices(_COUNTRIES, shares)
    postcode, town = random.choice(towns)
    street = form.format(street=random.choice(streets), house=random.randint(1, 148))
    return DemoAddress(
        f"{random.choice(first)} {random.choice(last)}", street, postcode, town, country
    )
