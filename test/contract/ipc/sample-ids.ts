import {
  assetIdSchema,
  collectionIdSchema,
  documentIdSchema,
  editPlanBatchIdSchema,
  editPlanIdSchema,
  gridIdSchema,
  jobIdSchema,
  namedReferenceIdSchema,
  threadIdSchema,
  watchedFolderIdSchema,
} from '../../../src/shared/domain/ids.ts'

export const assetId = assetIdSchema.parse('01JD3Q0000000000000000000A')
export const jobId = jobIdSchema.parse('01JD3Q0000000000000000000B')
export const collectionId = collectionIdSchema.parse('01JD3Q0000000000000000000D')
export const documentId = documentIdSchema.parse('01JD3Q0000000000000000000C')
export const watchedFolderId = watchedFolderIdSchema.parse('01JD3Q0000000000000000000E')
export const referenceId = namedReferenceIdSchema.parse('01JD3Q0000000000000000000F')
export const threadId = threadIdSchema.parse('01JD3Q0000000000000000000G')
export const gridId = gridIdSchema.parse('01JD3Q0000000000000000000H')
export const editPlanBatchId = editPlanBatchIdSchema.parse('01JD3Q0000000000000000000K')
export const liveId = '7d3f2b1c-52a7-4c8e-9b1a-3f1d2c4b5a69'
export const editPlanId = editPlanIdSchema.parse('01JD3Q0000000000000000000J')
