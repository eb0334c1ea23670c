"""What a customer gets on paper: packing slips and invoices, in their language and by the house's templates.

Foundation, labels, and the orders that they are about; no workflow.
"""
