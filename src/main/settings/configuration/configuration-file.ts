import { z } from 'zod'
import { contentFilterSchema } from '../../../shared/domain/generation.ts'
import { imageFormatSchema } from '../../../shared/domain/model-card.ts'
import { modelRefSchema } from '../../../shared/domain/provider.ts'
import { providerIds, providerIdSchema, type ProviderId } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'

const flag = z.boolean(messages.mustBeBoolean).nullish()
const oneOf = (values: readonly string[]) => messages.mustBeOneOf({ values: values.join(', ') })
const block = messages.mustBeBlock

/** The name of fal in the founding documents. */
const otherNames: Readonly<Record<string, ProviderId>> = { falai: 'fal' }

export function readProviderId(name: string): ProviderId | null {
  return otherNames[name] ?? providerIdSchema.safeParse(name).data ?? null
}

const providerNameSchema = z.string(oneOf(providerIds)).transform((name, context) => {
  const id = readProviderId(name)
  if (id !== null) return id
  context.addIssue({ code: 'custom', message: oneOf(providerIds) })
  return z.NEVER
})

const sizeSchema = z.string(messages.mustBeSize).regex(/^\d{2,5}x\d{2,5}$|^\d{1,4}:\d{1,4}$/, messages.mustBeSize)

const text = z.string(messages.mustBeText).min(1, messages.mustNotBeEmpty)

const providerSchema = z.strictObject(
  {
    enabled: flag,
    default_model: text.max(300).nullish(),
    default_size: sizeSchema.nullish(),
    base_url: text.nullish(),
  },
  block,
)

const modelSchema = z.string(messages.mustBeModel).transform((written, context) => {
  const at = written.indexOf('/')
  const ref = { provider: readProviderId(written.slice(0, at)), model: written.slice(at + 1) }
  const found = modelRefSchema.safeParse(ref)
  if (at > 0 && found.success) return found.data
  context.addIssue({ code: 'custom', message: messages.mustBeModelExample })
  return z.NEVER
})
const modelsSchema = z.array(modelSchema, messages.mustBeModels).max(10, messages.tooManyEntries).nullish()

/** The schema of the file, with its one block `media`. Unknown fields are errors. */
export const configurationFileSchema = z.strictObject(
  {
    media: z
      .strictObject(
        {
          default_provider: providerNameSchema.nullish(),
          providers: z.record(z.string(), providerSchema.nullish(), block).nullish(),
          output: z
            .strictObject(
              {
                save_to_disk: flag,
                base_path: text.nullish(),
                format: z
                  .preprocess(
                    (name) => (name === 'jpg' ? 'jpeg' : name),
                    z.enum(imageFormatSchema.options, oneOf(imageFormatSchema.options)),
                  )
                  .nullish(),
              },
              block,
            )
            .nullish(),
          safety: z
            .strictObject(
              {
                block_nsfw: flag,
                content_filter: z.enum(contentFilterSchema.options, oneOf(contentFilterSchema.options)).nullish(),
              },
              block,
            )
            .nullish(),
          fallback: z
            .strictObject({ generate: modelsSchema, edit: modelsSchema, variations: modelsSchema }, block)
            .nullish(),
        },
        block,
      )
      .nullish(),
  },
  block,
)
export type ConfigurationFile = z.output<typeof configurationFileSchema>
