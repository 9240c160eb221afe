import type { KeyView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'

/** Formats what may be shown of a key, such as "set · …ab12 · from keychain"; null if there is none. */
export function describeKey({ source, ending, variable }: KeyView): string | null {
  if (source === null) return null
  return [messages.keySet, ...(ending === null ? [] : [`…${ending}`]), describeKeySource(source, variable)].join(' · ')
}

function describeKeySource(source: NonNullable<KeyView['source']>, variable: string | null): string {
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

/** Returns the placeholder of an empty key field. */
export function keyPlaceholder({ need, form }: KeyView): string {
  if (form === 'login') return need === 'optional' ? messages.loginIfNeeded : messages.login
  return need === 'optional' ? messages.pasteApiKeyIfNeeded : messages.pasteApiKey
}

/** Only keys entered here can be removed here. */
export function canRemoveKey({ source }: KeyView): boolean {
  return source === 'keychain' || source === 'session'
}
