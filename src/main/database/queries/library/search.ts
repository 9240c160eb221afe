import type { Facet, Found } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { countFacets } from '../../search/count-facets.ts'
import { findNewest, findImages, findStack, type FindInput, type NewestInput } from '../../search/find-images.ts'
import type { SearchInput } from '../../search/search-input.ts'
import { suggestTerms, type SuggestInput, type Suggested } from '../../search/suggest-terms.ts'
import { readZoneAgain } from '../../../platform/pure/read-zone-again.ts'
import { forgetColumns } from '../../search/open-columns.ts'
import { read } from '../operation.ts'

export const searchOperations = {
  'search.find': read((db, input: FindInput): Found => findImages(db, input)),

  'search.newest': read((db, input: NewestInput): { order: string; count: number } => findNewest(db, input)),

  'search.stack': read((db, input: SearchInput & { readonly id: AssetId }): AssetId[] => findStack(db, input)),

  'search.facets': read((db, input: SearchInput): { count: number; facets: Facet[] } => countFacets(db, input)),

  'search.suggest': read((db, input: SuggestInput): Suggested => suggestTerms(db, input)),

  /** The system's time zone has changed: days and months of images are others. */
  'search.readZoneAgain': read((db, _input: null): void => {
    readZoneAgain()
    forgetColumns(db)
  }),
}
