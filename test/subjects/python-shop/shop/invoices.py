"""The paper that goes with an order."""


class InvoiceError(Exception):
    """The invoice would say something else than what was agreed."""


def invoice_text(order, agreed_total):
    """The printed invoice. Refuses to print a total that is not the agreed one."""
    total = order.total()
    check_agreed(total, agreed_total)
    rows = [row_text(order, line) for line in order.lines]
    rows.append(f"{'Total':<30}{total:>12}")
    return "\n".join(rows)


def row_text(order, line):
    label = f"{line.quantity} x {line.product.title}"
    return f"{label:<30}{order.price_of(line):>12}"


def check_agreed(total, agreed_total):
    if total != agreed_total:
        raise InvoiceError(f"The total is {total}, but {agreed_total} was agreed")
