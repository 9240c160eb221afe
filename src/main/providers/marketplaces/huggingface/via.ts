import type { Size } from '../../../../shared/util/geometry.ts'
import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'

/** Providers behind Hugging Face's router whose ways Atelier knows, in no order. */
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
  /** As it is called at Hugging Face. */
  readonly modelId: string
  readonly provider: ProviderName
  /** As the provider calls it. */
  readonly providerId: string
  /** The model is a LoRA, in this file of its repository, that the provider lays over the base model. */
  readonly loraFile: string | null
}

/**
 * One provider's native way, spoken through the router. A waiting task's handle is the provider's own part of it: whose
 * it is stands before it, see `huggingface.ts`.
 */
export interface Via {
  submit(served: Served, input: AdapterInput, call: Call): Promise<TaskState>
  poll?(handle: string, call: Call): Promise<TaskState>
  cancel?(handle: string, call: Call): Promise<void>
}

/** What is asked for; or, where the card promises the source's own size, that: left alone, some services choose another. */
export function sizeOf({ size, source, card }: AdapterInput): Size | null {
  return size ?? (card.sizes.kind === 'source' ? source : null)
}

/** Fields that have a value. */
export function given(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

/** Where an address in a provider's answer leads, below the router's path for that provider. */
export function pathOf(address: string | null | undefined): string | null {
  if (!address) return null
  return address.startsWith('/') ? address : (URL.parse(address)?.pathname ?? null)
}
