import type { Places } from './command.ts'

/** Shared by every command that talks to providers. */
export const configOption = { value: 'file', help: 'Configuration file instead of atelier.yaml.' } as const
export const baseUrlOption = { value: 'url', help: 'Address of the provider, for this run only.' } as const

export function placesOf(config: string | undefined): Places {
  return config === undefined ? {} : { configPath: config }
}
