import { serviceAddressSchema, type ServiceAddress } from '../../../shared/domain/guarded-values.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { isLoopback } from './url-policy.ts'

/** What main asks before a service gets another host. */
export interface AddressQuestion {
  /** The service. */
  readonly label: string
  readonly address: string
  /** What would be sent there besides prompts and images; null = there is no key. */
  readonly secret: 'API key' | 'login' | null
}

/** Shows the question in a dialog of main's own. */
export type ConfirmAddress = (question: AddressQuestion) => Promise<boolean>

interface AddressChange {
  readonly label: string
  readonly secret: 'API key' | 'login'
  /** A program on this computer, such as ComfyUI: at a loopback address it needs no question while there is no key. */
  readonly isLocal: boolean
  /** Base URLs, as `parseBaseUrl` writes them. */
  readonly from: string | null
  readonly to: string
  readonly isOwn: boolean
  /** Of the key in use, for the new host. */
  readonly permission: () => Promise<'none' | 'given' | 'other'>
  readonly allow: () => Promise<void>
  readonly confirm: ConfirmAddress
}

/** The address, once the person has agreed to it: asked once for each new host. @throws request/cancelled where they do not */
export async function requireConsent(change: AddressChange): Promise<ServiceAddress> {
  const { label, from, to, isOwn, isLocal, secret, allow, confirm } = change
  const address = serviceAddressSchema.parse(to)
  if (URL.parse(from ?? '')?.origin === new URL(to).origin) return address
  const permission = await change.permission()
  if (permission === 'given') return address
  const isHarmless = isOwn || (isLocal && isLoopback(new URL(to)))
  if (permission === 'none' && isHarmless) return address
  if (!(await confirm({ label, address, secret: permission === 'none' ? null : secret }))) throw AppError.cancelled()
  if (permission === 'other') await allow()
  return address
}
