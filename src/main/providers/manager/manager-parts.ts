import type { Settings, SettingsPatch } from '../../../shared/domain/settings.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Transport } from '../../platform/network/transport.ts'
import type { Secrets } from '../../secrets/index.ts'
import type { Configuration } from '../../settings/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { KnownImage } from '../core/plan/plan-conversation.ts'
import type { KnownReference } from '../core/plan/plan-named-references.ts'

/** Dependencies of the manager. */
export interface ManagerParts {
  readonly registry: Readonly<Partial<Record<ProviderId, ProviderAdapter>>>
  readonly transport: Transport
  readonly secrets: Secrets
  readonly settings: {
    get(): Settings
    change(patch: SettingsPatch): Promise<Settings>
  }
  /** `atelier.yaml` as it is now, which takes precedence over the settings. */
  readonly configuration: () => Configuration
  readonly env: Readonly<Record<string, string | undefined>>
  /** From the command line: takes precedence over everything else. */
  readonly baseUrls?: Readonly<Partial<Record<ProviderId, string>>>
  readonly clock: Clock
  readonly logger: Logger
  readonly appVersion: string
  /** Reads a workflow named by a model id, or refuses to. */
  readonly readText: (path: string) => Promise<string>
  /** Model descriptions are stored here, so that startup needs no network. May be deleted. */
  readonly cardsFile: string
  /** The named references of the library; absent = there are none. */
  readonly references?: () => Promise<readonly KnownReference[]>
  /** An image of a thread and those it goes on from, newest first; absent = there are no threads. */
  readonly chain?: (imageId: AssetId) => Promise<readonly KnownImage[]>
  /** How long a list waits for a keychain, which may be prompting for a password. */
  readonly keychainPatienceMs?: number
}
