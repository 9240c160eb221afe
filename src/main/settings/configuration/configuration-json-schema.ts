import { z } from 'zod'
import { schemaTitle } from '../../../shared/messages/en/configuration.ts'
import { configurationFileSchema, providersSchema } from './configuration-file.ts'
import { configuredProviderNames } from './provider-names.ts'

/** Returns the JSON Schema of `atelier.yaml`, for editors. */
export function configurationJsonSchema(): string {
  const schema = z.toJSONSchema(configurationFileSchema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // Editors complete the names of providers, which the schema checks by itself.
      const { additionalProperties: provider } = jsonSchema
      if (zodSchema !== providersSchema || typeof provider !== 'object') return
      delete jsonSchema.propertyNames
      jsonSchema.properties = Object.fromEntries(configuredProviderNames.map((name) => [name, provider]))
      jsonSchema.additionalProperties = false
    },
  })
  const { $schema, ...rest } = schema
  return `${JSON.stringify({ $schema, title: schemaTitle, ...rest }, null, 2)}\n`
}
