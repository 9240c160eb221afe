import * as messages from '../../../shared/messages/en/cli-options.ts'
import type { Places } from '../program/command.ts'

/** Shared by every command that uses providers. */
export const configOption = { value: 'file', help: messages.configFile } as const
export const baseUrlOption = { value: 'url', help: messages.baseUrl } as const

export function placesOf(config: string | undefined): Places {
  return config === undefined ? {} : { configPath: config }
}
