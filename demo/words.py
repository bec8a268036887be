"""The invented names that the demo business is peopled with."""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


FIRST_NAMES = _words("""
    Ada Amir Anika Bela Bruno Carla Cedric Chloe Daria Dominic Elena Elias Emre Fatima Felix
    Freya Gianni Greta Hana Hugo Ines Isaac Ivy Jonas Julia Kai Kira Lars Leila Liam Lucia
    Magnus Maya Milo Nadia Noel Nora Omar Oscar Paula Quentin Rosa Ruben Sana Silas Tara Theo
    Uma Victor Wren Yara Zoe
""")

LAST_NAMES = _words("""
    Abbott Aldana Archer Baptiste Becker Brandt Calloway Castell Delacroix Dorsey Eklund Ellery
    Faulk Ferreira Galloway Grantham Hale Hargrove Ibsen Iverson Jansen Joubert Kessler Kowal
    Langley Lindqvist Marchetti Mercer Novak Nyberg Okafor Orsini Pascal Pemberton Quill Radford
    Rhodes Sandoval Stroud Tanaka Thorne Ulrich Underhill Valdez Verhoeven Whitlock Winslow
    Yamada Yates Zeller
""")

COMPANY_WORDS = _words("""
    Alderway Amberline Arborvale Birchmont Bluequay Brightwater Cedarbrook Clearfold Copperhill
    Crestline Driftwood Eastmoor Elmstead Fairhaven Foxglade Granite Greenholt Harborlight
    Hawthorne Highfield Ironbridge Juniper Kestrel Kingsferry Larkspur Longmeadow Maplewood
    Marlowe Millstone Northgate Oakridge Pinecrest Quarrystone Ravenhall Redfern Riverbend
    Rosewood Silverlake Stonebrook Summerfield Thornbury Tidewater Umberfield Valemont Westbrook
    Willowdale Windermere Wrenfield
""")

COMPANY_KINDS = _words("""
    Advisors Analytics Architects Bakery Clinic Consulting Design Energy Engineering Foods
    Group Holdings Hotels Industries Labs Legal Logistics Media Motors Partners Press
    Schools Studio Systems Textiles Trading
""")

# Country, its share of customers in percent, its cities.
COUNTRIES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("United States", 45, ("New York", "Chicago", "Austin", "Seattle", "Denver", "Atlanta")),
    ("Canada", 12, ("Toronto", "Vancouver", "Montreal")),
    ("United Kingdom", 12, ("London", "Manchester", "Leeds", "Bristol")),
    ("Germany", 11, ("Berlin", "Munich", "Hamburg", "Cologne")),
    ("France", 7, ("Paris", "Lyon", "Lille")),
    ("Netherlands", 5, ("Amsterdam", "Rotterdam", "Utrecht")),
    ("Australia", 5, ("Sydney", "Melbourne", "Perth")),
    ("Japan", 3, ("Tokyo", "Osaka")),
)


@dataclass(frozen=True, slots=True)
class SubCategory:
    """`lowest` and `highest` are list prices in whole dollars, `cost` percent of the price."""

    category: str
    name: str
    noun: str
    lowest: int
    highest: int
    cost: int


PRODUCT_LINES = ("Aero", "Cobalt", "Lumen", "Nimbus", "Orbit", "Terra", "Vertex")
WELLNESS_LINES = ("Balance", "Haven", "Vital")

SUB_CATEGORIES = (
    SubCategory("Technology", "Laptops", "Laptop", 780, 1680, 74),
    SubCategory("Technology", "Monitors", "Monitor", 190, 560, 68),
    SubCategory("Technology", "Phones", "Phone", 320, 940, 70),
    SubCategory("Technology", "Printers", "Printer", 170, 610, 66),
    SubCategory("Technology", "Headsets", "Headset", 60, 240, 55),
    SubCategory("Furniture", "Desks", "Desk", 340, 1150, 67),
    SubCategory("Furniture", "Chairs", "Chair", 140, 690, 64),
    SubCategory("Furniture", "Bookcases", "Bookcase", 110, 480, 70),
    SubCategory("Furniture", "Cabinets", "Cabinet", 130, 420, 71),
    SubCategory("Furniture", "Lamps", "Lamp", 35, 160, 52),
    SubCategory("Office Supplies", "Paper", "Paper Carton", 28, 62, 61),
    SubCategory("Office Supplies", "Pens", "Pen Set", 6, 34, 41),
    SubCategory("Office Supplies", "Binders", "Binder", 8, 29, 45),
    SubCategory("Office Supplies", "Labels", "Label Pack", 7, 24, 38),
    SubCategory("Office Supplies", "Staplers", "Stapler", 12, 48, 44),
    SubCategory("Wellness", "Air Purifiers", "Air Purifier", 180, 520, 57),
    SubCategory("Wellness", "Standing Mats", "Standing Mat", 45, 130, 43),
    SubCategory("Wellness", "Light Therapy", "Daylight Panel", 70, 240, 48),
    SubCategory("Wellness", "Fitness", "Walking Pad", 260, 640, 60),
    SubCategory("Wellness", "Massage", "Massage Cushion", 60, 190, 46),
)
