import { serviceAddressSchema, type ServiceAddress } from '../../../shared/domain/guarded-values.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { isLoopback } from './wire/url-policy.ts'

/** The question asked before requests to a service go to another host. */
export interface AddressQuestion {
  /** The service's name. */
  readonly label: string
  readonly address: string
  /** What would be sent there besides prompts and images; null = there is no key. */
  readonly secret: 'key' | 'login' | null
}

/** Shows the question in a native dialog of the main process. */
export type ConfirmAddress = (question: AddressQuestion) => Promise<boolean>

interface AddressChange {
  readonly label: string
  readonly secret: 'key' | 'login'
  /**
   * A program on this computer, such as ComfyUI: a loopback address needs no confirmation as long as there is no key.
   */
  readonly isLocal: boolean
  /** Base URLs as normalized by `parseBaseUrl`. */
  readonly from: string | null
  readonly to: string
  readonly isOwn: boolean
  /** Whether the key in use is permitted for the new host. */
  readonly permission: () => Promise<'none' | 'given' | 'other'>
  readonly allow: () => Promise<void>
  readonly confirm: ConfirmAddress
}

/**
 * Returns the address once the user has agreed to it: asked once for each new host. @throws request/cancelled if they
 * decline
 */
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
