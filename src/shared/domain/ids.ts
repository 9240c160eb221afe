import { z } from 'zod'

/** 26 characters of Crockford base 32: 48 bits of milliseconds, 80 random bits; sorts by time (ULID). */
const ulid = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)

export const assetIdSchema = ulid.brand<'AssetId'>()
export type AssetId = z.output<typeof assetIdSchema>

export const jobIdSchema = ulid.brand<'JobId'>()
export type JobId = z.output<typeof jobIdSchema>

export const documentIdSchema = ulid.brand<'DocumentId'>()
export type DocumentId = z.output<typeof documentIdSchema>

export const collectionIdSchema = ulid.brand<'CollectionId'>()
export type CollectionId = z.output<typeof collectionIdSchema>

export const namedReferenceIdSchema = ulid.brand<'NamedReferenceId'>()
export type NamedReferenceId = z.output<typeof namedReferenceIdSchema>

export const threadIdSchema = ulid.brand<'ThreadId'>()
export type ThreadId = z.output<typeof threadIdSchema>

export const gridIdSchema = ulid.brand<'GridId'>()
export type GridId = z.output<typeof gridIdSchema>

export const watchedFolderIdSchema = ulid.brand<'WatchedFolderId'>()
export type WatchedFolderId = z.output<typeof watchedFolderIdSchema>

export const editPlanIdSchema = ulid.brand<'EditPlanId'>()
export type EditPlanId = z.output<typeof editPlanIdSchema>

export const editPlanBatchIdSchema = ulid.brand<'EditPlanBatchId'>()
export type EditPlanBatchId = z.output<typeof editPlanBatchIdSchema>
