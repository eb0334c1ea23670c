"""The kinds of tables that people bring, what their columns are called here and elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_ITEM = "sku item itemno itemnumber itemcode itemid article articleno articlenumber artikel artikelnr artikelnummer artnr artno part partno partnumber product productcode productid stockcode referencia ref indeks"  # fmt: skip # noqa: E501
_QTY = "qty quantity quantities menge anzahl stueck stuck stk pcs pieces units count cantidad ilosc quantidade onhand stock bestand lagerbestand instock"  # fmt: skip # noqa: E501
_PLACE = "place bin location loc binlocation storagelocation shelf lagerplatz platz fach regal ubicacion lokalizacja localizacao position"  # fmt: skip # noqa: E501
_PRICE = "price unitprice salesprice cost preis stueckpreis verkaufspreis vk precio cena preco amount"  # fmt: skip
_NAME = "name description itemname productname title bezeichnung beschreibung artikelbezeichnung nombre descripcion nazwa nome descricao"  # fmt: skip # noqa: E501
_OWNER = "client clientcode goodsof depositor mandant auftraggeber eigentuemer propietario wlasciciel proprietario"
_LOT = "lot lotno lotnumber batch batchno charge chargennummer lote partia"
_EXPIRY = "expireson expiry expirydate expiration bestbefore mhd verfallsdatum haltbarbis caducidad termin validade"  # fmt: skip # noqa: E501
_DELIVERY = "number delivery deliveryno deliverynumber despatchadvice asn asnno asnnumber shipment shipmentno lieferschein lieferscheinnr lieferscheinnummer lieferung entrega albaran dostawa"  # fmt: skip # noqa: E501
_ORDER = "number order orderno ordernumber orderid bestellung bestellnr bestellnummer auftrag auftragsnummer pedido zamowienie invoice po pono ponumber purchaseorder"  # fmt: skip # noqa: E501
_SIDES = {
    "length_mm": "length lengthmm laenge laengemm lange",
    "width_mm": "width widthmm breite breitemm",
    "height_mm": "height heightmm hoehe hoehemm hohe",
}


@dataclass(frozen=True)
class Sheet:
    """A kind of table: its columns with what else they are called, and which of them it cannot do without."""

    columns: Mapping[str, str]
    needed: tuple[str, ...]

    def called(self, plain_name: str) -> str:
        """Our name of a column that a file calls so; '' if it is not known."""
        for column, others in self.columns.items():
            if plain_name == column.replace("_", "") or plain_name in others.split():
                return column
        return ""


SHEETS: Mapping[str, Sheet] = {
    "items": Sheet(
        {
            "sku": _ITEM + " code",
            "name": _NAME,
            "barcode": "ean gtin upc ean13 gtin13 barcodes barcodenumber strichcode ean8 codigodebarras kodkreskowy",
            "case_barcode": "caseean casegtin cartonbarcode cartonean gtin14 itf14 kartonean vpeean",
            "case_qty": "caseqty casesize packsize unitspercase percase qtypercase vpe inhalt kartoninhalt",
            "inner_barcode": "innerean innergtin",
            "inner_qty": "innersize unitsperinner",
            "pallet_barcode": "palletean",
            "pallet_qty": "unitsperpallet",
            "tracking": "tracked trackingkind lottracked",
            "zone": "area bereich",
            "abc": "abcclass class klasse",
            "unit": "uom unitofmeasure einheit",
            "scale": "",
            "weight_g": "weightg gramm weightingrams weightgrams gewichtg",
            "volume_mm3": "",
            **_SIDES,
            "turning": "",
            "fragile": "zerbrechlich",
            "price": _PRICE,
            "currency": "waehrung wahrung moneda waluta",
            "quality_check": "check qc",
            "temperature": "temperatureclass temp kuehlung temperaturklasse",
            "hazard": "hazardclass adr gefahrklasse gefahrgutklasse dangerousgoods",
            "min_temp": "mintemp mintemperature coldest mindesttemperatur",
            "max_temp": "maxtemp maxtemperature warmest hoechsttemperatur",
            "catch_weight": "catchweight variableweight gewichtsvariabel",
            "inspection": "inspectionplan inspect sampling pruefplan wareneingangspruefung",
        },
        ("sku", "name"),
    ),
    "sizes": Sheet(
        {
            "sku": _ITEM + " code",
            **_SIDES,
            "weight_g": "weight weightg gramm weightingrams weightgrams gewicht gewichtg",
            "turning": "",
            "fragile": "zerbrechlich",
        },
        ("sku", "length_mm", "width_mm", "height_mm"),
    ),
    "carton_types": Sheet(
        {
            "code": "carton cartontype karton kartontyp box boxtype type",
            "name": _NAME,
            **_SIDES,
            "tare_g": "tare weight weightg ownweight eigengewicht tara",
            "max_weight_g": "maxweight maxweightg maximumweight traglast",
            "cost": _PRICE + " costs kosten",
        },
        ("code", "length_mm", "width_mm", "height_mm"),
    ),
    "kits": Sheet(
        {
            "kit": "kitsku set setsku bundle parent assembly stueckliste baugruppe conjunto zestaw",
            "kind": "type art typ tipo rodzaj",
            "sku": _ITEM + " component componentsku komponente bauteil componente skladnik",
            "qty": _QTY + " per perkit each jekit",
        },
        ("kit", "sku", "qty"),
    ),
    "substitutes": Sheet(
        {
            "sku": _ITEM + " code",
            "substitute": "substitutesku othersku other alternative alternativesku replacement replacementsku ersatz ersatzartikel sustituto zamiennik substituto",  # noqa: E501
            "rank": "order choice preference rang reihenfolge orden kolejnosc ordem",
        },
        ("sku", "substitute"),
    ),
    "pick_faces": Sheet(
        {
            "place": _PLACE,
            "sku": _ITEM,
            "min_qty": "min minimum least mindestbestand mindestmenge minimo",
            "max_qty": "max maximum most hochstbestand hochstmenge maximo capacity",
        },
        ("place", "sku"),
    ),
    "carrier_rates": Sheet(
        {
            "carrier": "carriercode spediteur paketdienst transportista przewoznik transportador",
            "country": "land pais kraj destination zone",
            "max_weight_g": "maxweight maxweightg uptog upto weight gewicht bisgramm peso",
            "price": _PRICE,
        },
        ("carrier", "max_weight_g", "price"),
    ),
    "stock": Sheet(
        {
            "place": _PLACE,
            "sku": _ITEM + " code ean gtin barcode",
            "qty": _QTY,
            "lot": _LOT,
            "expires_on": _EXPIRY,
            "owner": _OWNER,
        },
        ("place", "sku", "qty"),
    ),
    "aisles": Sheet(
        {
            "code": "aisle gang name row reihe pasillo corredor alejka",
            "kind": "type art typ",
            "x1_mm": "x1 fromx",
            "y1_mm": "y1 fromy",
            "x2_mm": "x2 tox",
            "y2_mm": "y2 toy",
            "one_way": "oneway einbahn",
        },
        ("code", "x1_mm", "y1_mm", "x2_mm", "y2_mm"),
    ),
    "bins": Sheet(
        {
            "code": _PLACE + " name placecode bincode",
            "zone": "area bereich zona strefa",
            "kind": "type art typ",
            "aisle": "gang row reihe pasillo",
            "on_aisle": "onaisle stands along",
            "bay": "feld column spalte",
            "level": "ebene height",
            "pickable": "pick",
            "max_pallets": "pallets maxpallets paletten palettenplaetze palety paletes",
            "x_mm": "x",
            "y_mm": "y",
        },
        ("code",),
    ),
    "people": Sheet(
        {
            "name": "person fullname employee mitarbeiter nombre nazwisko nome",
            "role": "job rolle funktion rol rola",
            "badge": "badgeno badgenumber card ausweis",
            "pin": "pincode",
            "login": "user username email benutzer",
            "password": "passwort",
            "language": "lang sprache",
            "owner": _OWNER,
        },
        ("name", "role"),
    ),
    "suppliers": Sheet(
        {
            "code": "supplier suppliercode supplierno vendor vendorcode lieferant lieferantennr kreditor id number",
            "name": "suppliername vendorname company firma lieferantenname nombre nazwa nome",
            "email": "mail emailaddress",
            "address": "adresse street direccion adres",
            "lead_days": "leadtime leaddays lieferzeit days",
            "currency": "waehrung wahrung",
            "inspection": "inspectionplan inspect sampling pruefplan wareneingangspruefung",
        },
        ("code", "name"),
    ),
    "supplier_items": Sheet(
        {
            "supplier": "vendor suppliercode supplierno lieferant lieferantennr kreditor proveedor dostawca fornecedor",
            "sku": _ITEM,
            "code": "suppliersku suppliersitem supplieritem supplieritemcode theircode vendorsku vendoritem bestellnummer lieferantenartikelnr lieferantenartikelnummer",  # noqa: E501
            "barcode": "ean gtin upc ean13 gtin13 strichcode",
            "pack_qty": "pack packsize caseqty casesize unitspercase vpe packungsgroesse verpackungseinheit",
            "pallet_qty": "pallet unitsperpallet palette palettenmenge",
            "price": _PRICE + " ek einkaufspreis purchaseprice",
            "from_qty": "from breakqty minqty minquantity abmenge staffel staffelmenge",
            "preferred": "main mainsupplier hauptlieferant default",
        },
        ("supplier", "sku"),
    ),
    "purchase_orders": Sheet(
        {
            "number": _ORDER,
            "supplier": "vendor suppliercode lieferant kreditor proveedor dostawca fornecedor",
            "sku": _ITEM + " code",
            "qty": _QTY,
            "price": _PRICE,
            "ordered_at": "date orderdate ordered bestelldatum datum",
            "expected_on": "expected due duedate eta delivery deliverydate liefertermin lieferdatum",
            "currency": "waehrung wahrung",
            "owner": _OWNER,
        },
        ("number", "supplier", "sku", "qty"),
    ),
    "deliveries": Sheet(
        {
            "number": _DELIVERY,
            "supplier": "vendor suppliercode lieferant kreditor proveedor dostawca fornecedor",
            "purchase_order": "po pono ponumber purchaseorder purchaseorderno order orderno ordernumber bestellung bestellnr bestellnummer pedido zamowienie",  # noqa: E501
            "expected_on": "expected due duedate eta deliverydate arrival liefertermin lieferdatum",
            "pallet": "palletsscc palletid palette palettensscc nvepalette pale paleta palete",
            "sscc": "carton cartonsscc cartonid nve box karton caja kartonu caixa licenseplate licenceplate",
            "sku": _ITEM + " code",
            "qty": _QTY,
            "lot": _LOT,
            "expires_on": _EXPIRY,
            "serial": "serials serialno serialnumber serialnumbers sn seriennummer seriennummern serie numerseryjny",
            "owner": _OWNER,
        },
        ("number", "supplier", "sscc", "sku", "qty"),
    ),
    "returns": Sheet(
        {
            "number": "rma rmano rmanumber return returnno returnnumber retoure retourennummer",
            "order": "orderno ordernumber orderid bestellung bestellnr auftrag auftragsnummer invoice",
            "channel": "shop source kanal",
            "tracking": "trackingno trackingnumber label sendungsnummer seguimiento",
            "sku": _ITEM + " code",
            "qty": _QTY,
            "reason": "why grund motivo powod",
            "note": "notes remark comment bemerkung nota",
        },
        ("number", "order", "sku", "qty"),
    ),
    "orders": Sheet(
        {
            "number": _ORDER,
            "sku": _ITEM + " code",
            "qty": _QTY,
            "lot": _LOT,
            "price": _PRICE,
            "tax_rate": "tax taxrate vat vatrate steuersatz mwst ust iva",
            "channel": "shop source kanal",
            "placed_at": "date orderdate placed ordered bestelldatum datum createdat",
            "ship_by": "due duedate shipdate deliverydate versanddatum liefertermin",
            "priority": "prio",
            "customer": "customername recipient shipto kunde cliente klient buyer",
            "street": "address address1 strasse calle ulica rua shippingaddress",
            "postcode": "zip zipcode postalcode plz cp",
            "city": "town ort stadt ciudad miasto cidade",
            "country": "land pais kraj",
            "note": "notes remark comment bemerkung nota",
            "language": "lang locale sprache idioma jezyk lingua",
            "gift": "isgift geschenk regalo prezent presente",
            "gift_note": "giftmessage giftnote grusskarte grusstext",
            "substitutes": "substitution substitutions allowsubstitutes ersatz ersatzartikel sustitutos zamienniki",
            "owner": _OWNER,
        },
        ("number", "sku", "qty"),
    ),
}
