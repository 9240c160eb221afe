import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { languages, type Language } from '../shared/messages/languages.ts'

interface LanguageSources {
  /** `ATELIER_LOCALE`. */
  readonly requested: string | undefined
  /** Text of `atelier.yaml`; empty = there is none. */
  readonly configuration: string
  /** Text of `settings.json`; empty = there is none. */
  readonly settings: string
  /** BCP 47 tags, the preferred first. */
  systemLanguages(): readonly string[]
}

/** The language of the window: as requested, as set in the file or in the window, or the system's; else English. */
export function chooseLanguage({ requested, configuration, settings, systemLanguages }: LanguageSources): Language {
  const set = toSetting(requested) ?? inConfiguration(configuration) ?? inSettings(settings) ?? 'system'
  return set === 'system' ? supportedLanguage(systemLanguages()) : set
}

/** Whether `ATELIER_LOCALE` decides, whatever the settings say. */
export function isLanguageRequested(requested: string | undefined): boolean {
  return toSetting(requested) !== null
}

/**
 * The first that Atelier has; else English. Readers of traditional Chinese are not given the simplified script; Linux
 * lists their language a second time, as `zh`.
 * @param tags BCP 47, the preferred first
 */
export function supportedLanguage(tags: readonly string[]): Language {
  let isTraditional = false
  for (const tag of tags) {
    const [name = '', ...parts] = tag.toLowerCase().split(/[-_.@]/)
    if (name === 'zh' && parts.length > 0)
      isTraditional = parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part))
    const found = languages.find((language) => language === name)
    if (found !== undefined && !(found === 'zh' && isTraditional)) return found
  }
  return 'en'
}

function toSetting(value: unknown): Language | 'system' | null {
  return value === 'system' ? value : (languages.find((language) => language === value) ?? null)
}

function inSettings(text: string): Language | 'system' | null {
  try {
    const { language } = { ...(JSON.parse(text) as { readonly language?: unknown } | null) }
    return toSetting(language)
  } catch {
    return null
  }
}

/**
 * Finds the one line of the block `settings` by hand: the parser is large, and is loaded later. It reports what is not
 * valid.
 */
function inConfiguration(text: string): Language | 'system' | null {
  const from = /^(['"]?)settings\1:/m.exec(text)
  if (from === null) return null
  const rest = text.slice(from.index + from[0].length)
  const block = rest.slice(0, /\n[^\s#}]/.exec(rest)?.index)
  const line = /(?:\n[ \t]+|[{,]\s*)(['"]?)language\1:\s*(['"]?)([\w-]+)\2\s*(?:#.*)?(?=[,}\r\n]|$)/.exec(block)
  return toSetting(line?.[3])
}

interface Home {
  /** As chosen; a library that was moved has left a record there. */
  readonly root: string
  /** Of `--config`. */
  readonly configPath: string | undefined
}

/** Reads a few small files, synchronously: nothing can be loaded before the language is known. */
export function readLanguage(
  { root, configPath }: Home,
  { requested, systemLanguages }: Pick<LanguageSources, 'requested' | 'systemLanguages'>,
): Language {
  const home = followRecords(root)
  return chooseLanguage({
    requested,
    configuration: readText(configPath ?? join(home, 'atelier.yaml')),
    settings: readText(join(home, 'settings.json')),
    systemLanguages,
  })
}

/** As many moves as are followed when the library is opened, which reports what is wrong with them. */
const movesMax = 20

function followRecords(root: string): string {
  let at = root
  for (let moves = 0; moves < movesMax; moves++) {
    const next = /"root":\s*("(?:[^"\\]|\\.)+")/.exec(readText(join(at, 'moved-to.json')))?.[1]
    if (next === undefined) return at
    at = JSON.parse(next) as string
  }
  return root
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
