import { z } from 'zod'
import {
  downloadPlanSchema,
  foundModelSchema,
  modelDownloadSchema,
  offeredModelSchema,
  removalSchema,
} from '../domain/model-download.ts'
import { command, event, query } from './define.ts'

/** An id of the catalog, with a file's name after a colon, or `OWNER/NAME` or `OWNER/NAME:FILE` of Hugging Face. */
const byId = z.object({ id: z.string().min(1).max(500) })
const downloadsSchema = z.array(modelDownloadSchema)

/** Models from Hugging Face, in Atelier's own folder. */
export const downloads = {
  /** Sends no request. */
  'downloads.offered': query('read', z.object({}), z.array(offeredModelSchema)),
  'downloads.list': query('read', z.object({}), downloadsSchema),
  /**
   * Searches the hub: lists the files of a repository where one is named (`OWNER/NAME`), otherwise repositories.
   * @throws model/unsupported, network/*, provider/*
   */
  'downloads.search': command('downloads', z.object({ query: z.string().min(1).max(200) }), z.array(foundModelSchema)),
  /**
   * Fetches a model's files, their sizes and terms from the hub. @throws request/invalid, model/unsupported, network/*
   */
  'downloads.plan': command('downloads', byId, downloadPlanSchema),
  /** Opens the terms of a planned model in the user's browser. */
  'downloads.openTerms': command('downloads', byId.extend({ index: z.int().nonnegative() }), z.null()),
  /** Starts a planned download. @throws request/invalid where its terms were not accepted */
  'downloads.start': command('downloads', byId.extend({ hasAccepted: z.boolean() }), downloadsSchema),
  'downloads.resume': command('downloads', byId, downloadsSchema),
  /** Keeps the bytes downloaded so far. */
  'downloads.pause': command('downloads', byId, downloadsSchema),
  /** null = there is no such download. */
  'downloads.removal': query('read', byId, removalSchema.nullable()),
  /** Stops it, and deletes the files that no other model needs. */
  'downloads.remove': command('downloads', byId, downloadsSchema),
  'downloads.changed': event(downloadsSchema),
}
