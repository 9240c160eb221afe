/** How A1111 splits the last line, with bounds where its own pattern would try for ever; a JSON value counts as one. */
const keyPattern = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,100}):\s{0,20}/uy
const valuePattern = /("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/y
const keyStart = /[\p{L}\p{N}_]/u
const jsonCharactersMax = 200_000
const jsonValuesMax = 50
const pairsMax = 500

/** The pairs of a line in order; the names of a later pair are not looked for among the values of one before. */
export function readInfotextPairs(line: string): [key: string, value: string][] {
  const pairs: [string, string][] = []
  let jsonLeft = jsonValuesMax
  for (let at = 0; at < line.length && pairs.length < pairsMax;) {
    keyPattern.lastIndex = at
    const key = keyPattern.exec(line)
    if (key === null) {
      at = nextStart(line, at)
      continue
    }
    const from = keyPattern.lastIndex
    const isJson = (line[from] === '[' || line[from] === '{') && jsonLeft-- > 0
    const jsonEnd = isJson ? endOfJson(line, from) : null
    valuePattern.lastIndex = jsonEnd ?? from
    const value = valuePattern.exec(line)
    const end = value === null ? line.length : valuePattern.lastIndex
    const text = jsonEnd === null ? (value?.[1] ?? '') : line.slice(from, jsonEnd)
    pairs.push([key[1]!.trim(), unquote(text.trim())])
    at = Math.max(end, from)
  }
  return pairs
}

/** A name begins with a letter: the search goes on after the letters that begin none. */
function nextStart(line: string, at: number): number {
  let next = at + 1
  while (next < line.length && !keyStart.test(line[next]!)) next++
  return next
}

/** Where the list or object ends that begins at `from`; null where it is none, or something but a comma follows. */
function endOfJson(line: string, from: number): number | null {
  let depth = 0
  let isText = false
  const most = Math.min(line.length, from + jsonCharactersMax)
  for (let at = from; at < most; at++) {
    const character = line[at]
    if (isText) {
      if (character === '\\') at++
      else if (character === '"') isText = false
    } else if (character === '"') isText = true
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') {
      if (--depth === 0) return /^\s{0,20}(?:,|$)/.test(line.slice(at + 1, at + 30)) ? at + 1 : null
    }
  }
  return null
}

function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'string' ? parsed : value
  } catch {
    return value
  }
}
