import { z } from 'zod'
import { namedReferenceIdSchema } from '../domain/ids.ts'
import { importedReferenceSchema, namedReferenceSchema, referenceDraftSchema } from '../domain/named-reference.ts'
import { command, event, query } from './define.ts'

const byId = z.object({ id: namedReferenceIdSchema })

/** People, things, places and styles that prompts name as `@name`. */
export const references = {
  /** By name. */
  'references.list': query('read', z.object({}), z.array(namedReferenceSchema)),
  'references.create': command('edit', referenceDraftSchema, namedReferenceSchema),
  'references.change': command('edit', byId.extend({ change: referenceDraftSchema.partial() }), namedReferenceSchema),
  /** `restore` brings it back; images made with it stay as they are. */
  'references.remove': command('edit', byId, z.void()),
  'references.restore': command('edit', byId, namedReferenceSchema),
  /** Shows a dialog for a file, which gets the reference with its images; null = the dialog was canceled. */
  'references.chooseAndExport': command('file dialog', byId, z.object({ path: z.string() }).nullable()),
  /** Shows a dialog for such a file, and adds its reference; null = the dialog was canceled. */
  'references.chooseAndImport': command('file dialog', z.object({}), importedReferenceSchema.nullable()),
  'references.changed': event(z.object({})),
}
