"""Printers from the office: who may set one up and where, and the queue as it is seen."""

from apiflask import APIFlask

from pickface.printing.spooler import Spooler
from tests.office import open_office

FORM = {"name": "P-1", "kind": "raw", "takes": "labels", "host": "127.0.0.1"}


def test_a_manager_sets_a_printer_up_and_a_supervisor_sees_its_queue(
    app: APIFlask, free_port: int
) -> None:
    office = open_office(app)
    office.hire("supervisor")
    office.hire("packer")
    lead = office.sign_in("supervisor")
    lead.post("/printers", FORM, expect=403)
    refused = office.desk.post("/printers", {**FORM, "host": "8.8.8.8"}, expect=422)
    assert (refused["code"], refused["params"]["why"]) == ("printer_refused", "not_allowed")
    office.desk.post("/printers", {**FORM, "port": 22}, expect=422)
    made = office.desk.post("/printers", {**FORM, "port": free_port})
    assert office.desk.post("/printers", FORM, expect=409)["code"] == "printer_exists"
    job = lead.post(f"/printers/{made['id']}/test")
    Spooler(app).work_off()
    (shown,) = lead.get("/print-jobs", state="open")["items"]
    assert (shown["id"], shown["state"], shown["problem"]) == (job["id"], "waiting", "refused")
    (printer,) = lead.get("/printers")["items"]
    assert (printer["problem"], printer["waiting"]) == ("refused", 1)
    packer = office.sign_in("packer")
    packer.post(f"/print-jobs/{job['id']}/cancel", expect=403)
    paper = packer.client.get(f"/api/v1/print-jobs/{job['id']}/paper.pdf")
    assert paper.data.startswith(b"%PDF")
    assert lead.post(f"/print-jobs/{job['id']}/cancel", expect=200)["state"] == "cancelled"
    assert lead.get("/print-jobs", state="open")["items"] == []
