import type { NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import type { NamedReference } from '../../../src/shared/domain/named-reference.ts'

export const namedReferenceId = (number: number) => `01R${String(number).padStart(23, '0')}` as NamedReferenceId

export function sampleReference(number: number, change: Partial<NamedReference> = {}): NamedReference {
  return {
    id: namedReferenceId(number),
    name: `name-${number}`,
    kind: 'person',
    imageIds: [],
    note: '',
    description: '',
    rights: '',
    createdAtMs: number,
    changedAtMs: number,
    uses: 0,
    ...change,
  }
}
