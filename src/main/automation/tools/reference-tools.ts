import { z } from 'zod'
import { referenceKindSchema } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { reportedReference, reportedReferenceSchema } from '../generate/reported-reference.ts'
import { defineTool, exampleOf } from './tool.ts'

export const listReferencesTool = defineTool({
  name: 'list_references',
  title: messages.referencesTitle,
  description: messages.referencesDescription({ example: exampleOf({ kind: 'person' }) }),
  input: z.strictObject({ kind: referenceKindSchema.optional().describe(messages.kindField) }),
  output: z.object({ references: z.array(reportedReferenceSchema) }),
  isReadOnly: true,
  async run({ kind }, { services }) {
    const references = await services.assets.references.list()
    const wanted = references.filter((reference) => kind === undefined || reference.kind === kind)
    return { references: wanted.map(reportedReference) }
  },
})
