/**
 * A1111 infotext as its own parser reads it (`parse_generation_parameters`, which Forge and galleries such as
 * infinite-image-browsing share), reimplemented from its rules; shares no code with Atelier's reader.
 */
export interface ReadText {
  readonly prompt: string
  readonly negativePrompt: string
  readonly settings: ReadonlyMap<string, string>
}

const pair = () => /\s*([\p{L}\p{N}_][\p{L}\p{N}_ \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu

export function readAsA1111(text: string): ReadText {
  const lines = text.trim().split('\n')
  let last = lines.pop() ?? ''
  if ([...last.matchAll(pair())].length < 3) {
    lines.push(last)
    last = ''
  }
  const prompt: string[] = []
  const negative: string[] = []
  let isNegative = false
  for (const each of lines) {
    let line = each.trim()
    if (line.startsWith('Negative prompt:')) {
      isNegative = true
      line = line.slice(16).trim()
    }
    ;(isNegative ? negative : prompt).push(line)
  }
  const settings = new Map<string, string>()
  for (const [, key, raw] of last.matchAll(pair())) {
    let value = raw!
    if (value.startsWith('"') && value.endsWith('"')) value = JSON.parse(value) as string
    const [, width, height] = /^(\d+)x(\d+)$/.exec(value) ?? []
    if (width === undefined || height === undefined) settings.set(key!, value)
    else settings.set(`${key!}-1`, width).set(`${key!}-2`, height)
  }
  return { prompt: prompt.join('\n'), negativePrompt: negative.join('\n'), settings }
}
