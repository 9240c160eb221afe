/** Returns a part of a certificate's subject or issuer as Node writes it, such as `CN`; null where it has none. */
export function certificateName(distinguished: string, part: 'CN' | 'O'): string | null {
  const line = distinguished.split('\n').find((each) => each.startsWith(`${part}=`))
  return line === undefined ? null : unescapeName(line.slice(part.length + 1))
}

/** Resolves backslash escapes: two hexadecimal digits for a byte, or a special character (RFC 4514). */
function unescapeName(text: string): string {
  const bytes = text.replaceAll(/(?:\\[0-9A-F]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('\\', ''), 'hex').toString(),
  )
  return bytes.replaceAll(/\\(.)/g, '$1')
}
