import { z } from 'zod'

/**
 * Values that the window must never set on its own. They come from `settings.json`, or from main after the user chose
 * or confirmed them in a dialog shown by main. No route's input includes them: `page-powers.test-d.ts` enforces that.
 */

/** A program that main launches. */
export const programPathSchema = z.string().max(4_000).brand<'ProgramPath'>()
export type ProgramPath = z.output<typeof programPathSchema>

/** A folder that is scanned for models, which are loaded from it. */
export const modelFolderSchema = z.string().min(1).max(4_000).brand<'ModelFolder'>()
export type ModelFolder = z.output<typeof modelFolderSchema>

/** A folder that programs may read or write in. Absolute, on this system or another one that the file came from. */
export const agentFolderSchema = z
  .string()
  .max(4_000)
  .regex(/^(?:[/\\]|[A-Za-z]:[/\\])/)
  .brand<'AgentFolder'>()
export type AgentFolder = z.output<typeof agentFolderSchema>

/** The base URL of a service that receives keys, prompts and images. */
export const serviceAddressSchema = z.string().max(500).brand<'ServiceAddress'>()
export type ServiceAddress = z.output<typeof serviceAddressSchema>
