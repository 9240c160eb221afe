import { z } from 'zod'

const commitPattern = /^[0-9a-f]{40}$/
const sha256Pattern = /^[0-9a-f]{64}$/
/** Of a repository's files; a listing of more is not one of a model. */
const filesMax = 20_000
const textMax = 2_000

const text = z.string().max(textMax)
const sizeSchema = z.number().int().nonnegative()

/** `false`, or how access is given: `auto` and `manual`. */
const gatedSchema = z
  .union([z.boolean(), text])
  .nullish()
  .transform((gated) => gated !== undefined && gated !== null && gated !== false)

const cardSchema = z
  .looseObject({
    license: z.union([text, z.array(text)]).nullish(),
    license_name: text.nullish(),
    license_link: text.nullish(),
  })
  .nullish()

const siblingSchema = z.looseObject({
  rfilename: z.string().min(1).max(textMax),
  size: sizeSchema.nullish(),
  lfs: z.looseObject({ sha256: z.string().regex(sha256Pattern), size: sizeSchema }).nullish(),
})

/** `GET /api/models/OWNER/NAME?blobs=true` */
export const repositorySchema = z.looseObject({
  id: text,
  sha: z.string().regex(commitPattern),
  gated: gatedSchema,
  cardData: cardSchema,
  siblings: z.array(siblingSchema).max(filesMax),
})
export type RepositoryResponse = z.output<typeof repositorySchema>

/** `GET /api/models?search=…` */
export const searchSchema = z
  .array(
    z.looseObject({
      id: text,
      downloads: sizeSchema.nullish(),
      gated: gatedSchema,
      tags: z.array(text).nullish(),
    }),
  )
  .max(1_000)
