import type { KeyView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'

/** "set · …ab12 · from keychain": what may be known of a key. null where there is none. */
export function keyWords({ source, ending, variable }: KeyView): string | null {
  if (source === null) return null
  return [messages.keySet, ...(ending === null ? [] : [`…${ending}`]), sourceWords(source, variable)].join(' · ')
}

function sourceWords(source: NonNullable<KeyView['source']>, variable: string | null): string {
  switch (source) {
    case 'keychain':
      return messages.fromKeychain
    case 'session':
      return messages.thisSessionOnly
    case 'environment':
      return variable === null ? messages.fromEnvironment : messages.fromVariable({ variable })
    case 'service-account':
      return messages.fromServiceAccount
  }
}

/** What an empty field asks for. */
export function keyPlaceholder({ need, form }: KeyView): string {
  if (form === 'login') return need === 'optional' ? messages.loginIfNeeded : messages.login
  return need === 'optional' ? messages.pasteApiKeyIfNeeded : messages.pasteApiKey
}

/** Only what was given here can be taken back here. */
export function canRemoveKey({ source }: KeyView): boolean {
  return source === 'keychain' || source === 'session'
}
