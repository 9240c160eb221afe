import type { Recipe } from '../../../../../shared/domain/asset.ts'
import type { Dialect } from '../../../../../shared/domain/dialect.ts'

/** One name and one value, in the words of the file. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** What one dialect says of a picture. */
export interface DialectAccount {
  readonly dialect: Dialect
  /** The program and its version as the file names it. */
  readonly tool: string | null
  readonly recipe: Recipe | null
  readonly fields: readonly Field[]
  readonly hasWorkflow: boolean
  /** The library picture it was made from, by our own record. */
  readonly parentId?: string | null
}
