import { z } from 'zod'
import { contentFilterSchema } from '../../../shared/domain/generation.ts'
import { imageFormatSchema } from '../../../shared/domain/model-card.ts'
import { providerIds } from '../../../shared/domain/provider-id.ts'
import * as help from '../../../shared/messages/en/configuration-help.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'
import { configuredProviderNames, readProviderId, writtenModelSchema } from './provider-names.ts'
import { settingsBlockSchema } from './settings-table.ts'

const flag = z.boolean(messages.mustBeBoolean).nullish()
const oneOf = (values: readonly string[]) => messages.mustBeOneOf({ values: values.join(', ') })
const block = messages.mustBeBlock

const providerNameSchema = z
  .string(oneOf(providerIds))
  .meta({ enum: [...configuredProviderNames] })
  .transform((name, context) => {
    const id = readProviderId(name)
    if (id !== null) return id
    context.addIssue({ code: 'custom', message: oneOf(providerIds) })
    return z.NEVER
  })

const sizeSchema = z.string(messages.mustBeSize).regex(/^\d{2,5}x\d{2,5}$|^\d{1,4}:\d{1,4}$/, messages.mustBeSize)

const text = z.string(messages.mustBeText).min(1, messages.mustNotBeEmpty)

const providerSchema = z.strictObject(
  {
    enabled: flag.meta({ description: help.enabled }),
    default_model: text.max(300).nullish().meta({ description: help.defaultModel }),
    default_size: sizeSchema.nullish().meta({ description: help.defaultSize }),
    base_url: text.nullish().meta({ description: help.baseUrl }),
  },
  block,
)

const formatSchema = z
  .enum([...imageFormatSchema.options, 'jpg'], oneOf(imageFormatSchema.options))
  .transform((name) => (name === 'jpg' ? 'jpeg' : name))

const outputSchema = z.strictObject(
  {
    save_to_disk: flag.meta({ description: help.saveToDisk }),
    base_path: text.nullish().meta({ description: help.basePath }),
    format: formatSchema.nullish().meta({ description: help.format }),
  },
  block,
)

const safetySchema = z.strictObject(
  {
    block_nsfw: flag.meta({ description: help.blockNsfw }),
    content_filter: z
      .enum(contentFilterSchema.options, oneOf(contentFilterSchema.options))
      .nullish()
      .meta({ description: help.contentFilter }),
  },
  block,
)

const modelsSchema = z
  .array(writtenModelSchema, messages.mustBeModels)
  .max(10, messages.tooManyEntries)
  .nullish()
  .meta({ description: help.fallback })

export const providersSchema = z.record(z.string(), providerSchema.nullish(), block)

const mediaSchema = z.strictObject(
  {
    default_provider: providerNameSchema.nullish().meta({ description: help.defaultProvider }),
    providers: providersSchema.nullish().meta({ description: help.providers }),
    output: outputSchema.nullish(),
    safety: safetySchema.nullish(),
    fallback: z.strictObject({ generate: modelsSchema, edit: modelsSchema, variations: modelsSchema }, block).nullish(),
  },
  block,
)

/** The schema of the file, with its blocks `media` and `settings`. Unknown fields are errors. */
export const configurationFileSchema = z.strictObject(
  {
    media: mediaSchema.nullish().meta({ description: help.media }),
    settings: settingsBlockSchema.nullish().meta({ description: help.settings }),
  },
  block,
)
export type ConfigurationFile = z.output<typeof configurationFileSchema>

/** The message for a value that zod refuses, where its schema has none of its own. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessages[issue.expected] ?? messages.mustBeOther
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'too_small':
      if (issue.origin === 'string') return messages.mustNotBeEmpty
      return issue.inclusive === false
        ? messages.mustBeMoreThan({ limit: String(issue.minimum) })
        : messages.mustBeAtLeast({ limit: String(issue.minimum) })
    case 'too_big':
      if (issue.origin === 'string') return messages.mustBeShorter({ limit: String(issue.maximum) })
      if (issue.origin === 'array') return messages.mustHaveFewer({ limit: String(issue.maximum) })
      return messages.mustBeAtMost({ limit: String(issue.maximum) })
    default:
      return messages.mustBeOther
  }
}

const typeMessages: Readonly<Record<string, string>> = {
  boolean: messages.mustBeBoolean,
  string: messages.mustBeText,
  number: messages.mustBeNumber,
  int: messages.mustBeWholeNumber,
  array: messages.mustBeList,
  object: messages.mustBeBlock,
  record: messages.mustBeBlock,
}
