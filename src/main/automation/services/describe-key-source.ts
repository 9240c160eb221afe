import * as messages from '../../../shared/messages/en/cli-providers.ts'
import type { KeyStatus } from '../../secrets/index.ts'

/** Describes where a key comes from; `variable` = the name of its environment variable. */
export function describeKeySource(source: NonNullable<KeyStatus['source']>, variable: string): string {
  switch (source) {
    case 'environment':
      return variable
    case 'keychain':
      return messages.keychain
    case 'session':
      return messages.thisSession
    case 'service-account':
      return 'GOOGLE_APPLICATION_CREDENTIALS'
  }
}
