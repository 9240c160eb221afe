import type { KeyView } from '../../../shared/domain/provider.ts'

/** "set · …ab12 · from keychain": what may be known of a key. null where there is none. */
export function keyWords({ source, ending, variable }: KeyView): string | null {
  if (source === null) return null
  return ['set', ...(ending === null ? [] : [`…${ending}`]), sourceWords(source, variable)].join(' · ')
}

function sourceWords(source: NonNullable<KeyView['source']>, variable: string | null): string {
  switch (source) {
    case 'keychain':
      return 'from keychain'
    case 'session':
      return 'this session only'
    case 'environment':
      return `from ${variable ?? 'the environment'}`
    case 'service-account':
      return 'from service account'
  }
}

/** What an empty field asks for. */
export function keyPlaceholder({ need, form }: KeyView): string {
  const what = form === 'login' ? 'user:password' : 'Paste API key'
  return need === 'optional' ? `${what}, if it asks for one` : what
}

/** Only what was given here can be taken back here. */
export function canRemoveKey({ source }: KeyView): boolean {
  return source === 'keychain' || source === 'session'
}
