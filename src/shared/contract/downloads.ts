import { z } from 'zod'
import {
  downloadPlanSchema,
  foundModelSchema,
  modelDownloadSchema,
  offeredModelSchema,
  removalSchema,
} from '../domain/model-download.ts'
import { command, event, query } from './define.ts'

/** Of the catalog, with a file's name after a colon, or `OWNER/NAME` or `OWNER/NAME:FILE` of Hugging Face. */
const one = z.object({ id: z.string().min(1).max(500) })
const downloadsSchema = z.array(modelDownloadSchema)

/** Models from Hugging Face, in a folder of Atelier's own. */
export const downloads = {
  /** Asks nobody. */
  'downloads.offered': query(z.object({}), z.array(offeredModelSchema)),
  'downloads.list': query(z.object({}), downloadsSchema),
  /**
   * Asks the hub for what people search: the files of a repository where one is named (`OWNER/NAME`), or else repositories.
   * @throws model/unsupported, network/*, provider/*
   */
  'downloads.search': command(z.object({ words: z.string().min(1).max(200) }), z.array(foundModelSchema)),
  /** Asks the hub for the files of a model, their sizes and terms. @throws request/invalid, model/unsupported, network/* */
  'downloads.plan': command(one, downloadPlanSchema),
  /** Opens the terms of a model that was planned in the person's browser. */
  'downloads.openTerms': command(one.extend({ index: z.int().nonnegative() }), z.null()),
  /** Begins what was planned. @throws request/invalid where its terms were not accepted */
  'downloads.start': command(one.extend({ hasAccepted: z.boolean() }), downloadsSchema),
  'downloads.resume': command(one, downloadsSchema),
  /** What has come is kept. */
  'downloads.pause': command(one, downloadsSchema),
  /** null = there is no such download. */
  'downloads.removal': query(one, removalSchema.nullable()),
  /** Ends it, and deletes the files that no other model needs. */
  'downloads.remove': command(one, downloadsSchema),
  'downloads.changed': event(downloadsSchema),
}
