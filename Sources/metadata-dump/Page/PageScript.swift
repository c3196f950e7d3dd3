// SPDX-License-Identifier: Apache-2.0

/// The script that makes the table of operators sortable. Without it the page has everything else.
///
/// It has no `<` and no `&`, so that the page is well-formed as XML, too.
package enum PageScript {
  /// What the page may load and run: its own styles, and this script alone.
  static let policy = """
    default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'
    """

  /// The SHA-256 of the script, in base64. A test computes it.
  package static let digest = "mU2LA0CzhiJxksx1OiI83oRnfYkCm2RgXnTDqcims6c="

  /// The script.
  package static let source: HTML = """

    'use strict';
    const table = document.getElementById('operator-table');
    if (table) {
      const body = table.tBodies[0];
      const headers = Array.from(table.tHead.rows[0].cells);
      const value = (row, column) => column === 0
        ? row.cells[0].querySelector('bdi').textContent : Number(row.cells[column].dataset.v);
      const compare = (a, b) => typeof a === 'string' ? a.localeCompare(b) : a === b ? 0 : a > b ? 1 : -1;
      headers.forEach((header, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = header.textContent;
        header.replaceChildren(button);
        button.addEventListener('click', () => {
          const sorted = header.getAttribute('aria-sort');
          const descends = sorted ? sorted === 'ascending' : column > 0;
          const order = descends ? 'descending' : 'ascending';
          Array.from(body.rows)
            .sort((a, b) => (descends ? -1 : 1) * compare(value(a, column), value(b, column)))
            .forEach(row => body.append(row));
          headers.forEach(other => other.removeAttribute('aria-sort'));
          header.setAttribute('aria-sort', order);
          document.getElementById('order').textContent = 'Sorted by ' + button.textContent + ', ' + order;
        });
      });
    }

    """
}
