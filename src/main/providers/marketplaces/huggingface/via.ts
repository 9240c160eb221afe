import type { Size } from '../../../../shared/util/geometry.ts'
import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'

/** Providers behind Hugging Face's router that Atelier supports, in no particular order. */
export const providerNames = [
  'fal-ai',
  'replicate',
  'together',
  'nscale',
  'wavespeed',
  'zai-org',
  'hf-inference',
] as const
export type ProviderName = (typeof providerNames)[number]

/** One model as one provider runs it. */
export interface Served {
  /** Its id at Hugging Face. */
  readonly modelId: string
  readonly provider: ProviderName
  /** Its id at the provider. */
  readonly providerId: string
  /** Set if the model is a LoRA: its file in the repository, which the provider applies to the base model. */
  readonly loraFile: string | null
}

/**
 * One provider's native API, used through the router. Handles here lack the provider prefix, which `huggingface.ts`
 * adds.
 */
export interface Via {
  submit(served: Served, input: AdapterInput, call: Call): Promise<TaskState>
  poll?(handle: string, call: Call): Promise<TaskState>
  cancel?(handle: string, call: Call): Promise<void>
}

/**
 * Returns the requested size; or, if the card promises the source's size, that: by default some services choose
 * another.
 */
export function sizeOf({ size, source, card }: AdapterInput): Size | null {
  return size ?? (card.sizes.kind === 'source' ? source : null)
}

/** Keeps the fields that have a value. */
export function presentFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

/** Returns the path of an address in a provider's response, below the router's path for that provider. */
export function pathOfAddress(address: string | null | undefined): string | null {
  if (!address) return null
  return address.startsWith('/') ? address : (URL.parse(address)?.pathname ?? null)
}
