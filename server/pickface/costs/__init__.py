"""What stock is worth: read from the book of ``stock/cost_book.py``, and costs that are told afterwards."""
