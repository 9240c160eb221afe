import { z } from 'zod'

/**
 * What the window must never decide by itself. Values of these types come from `settings.json`, or from main after the person
 * chose or confirmed them in a dialog that main showed. No input of a route has them: `page-powers.test-d.ts` holds that.
 */

/** A program that main starts. */
export const programPathSchema = z.string().max(4_000).brand<'ProgramPath'>()
export type ProgramPath = z.output<typeof programPathSchema>

/** A folder that is looked through for models, which are loaded from it. */
export const modelFolderSchema = z.string().min(1).max(4_000).brand<'ModelFolder'>()
export type ModelFolder = z.output<typeof modelFolderSchema>

/** The base URL of a service: keys, prompts and images are sent there. */
export const serviceAddressSchema = z.string().max(500).brand<'ServiceAddress'>()
export type ServiceAddress = z.output<typeof serviceAddressSchema>
