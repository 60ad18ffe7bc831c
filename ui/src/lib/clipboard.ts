// Owns copying: plain text for WeChat, cells for WPS and Excel.

/** A cell that a sheet could read as a formula is kept text; reading takes the apostrophe away again. */
export function asText(cell: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Rows as tab-separated text. */
export function cellsAsText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => asText(cell.replace(/[\t\r\n]+/g, " "))).join("\t")).join("\n");
}

/** Rows as an HTML table, which sheets read as cells of text. */
export function cellsAsTable(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(asText(cell))}</td>`).join("")}</tr>`);
  return `<table>${lines.join("")}</table>`;
}

/** Copies plain text. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  copyByEvent({ "text/plain": text });
}

/** Copies rows as cells. */
export async function copyCells(rows: readonly (readonly string[])[]): Promise<void> {
  const formats = { "text/plain": cellsAsText(rows), "text/html": cellsAsTable(rows) };
  if (navigator.clipboard && typeof ClipboardItem !== "undefined") {
    const blobs = Object.entries(formats).map(([type, text]) => [type, new Blob([text], { type })] as const);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return;
  }
  copyByEvent(formats);
}

/** The way where the page may not use the clipboard directly (no secure context). */
function copyByEvent(formats: Record<string, string>): void {
  const fill = (event: ClipboardEvent) => {
    for (const [type, text] of Object.entries(formats)) event.clipboardData?.setData(type, text);
    event.preventDefault();
  };
  document.addEventListener("copy", fill, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill);
}
