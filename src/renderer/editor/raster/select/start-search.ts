import { SimilarSearch } from './similar-search.ts'
import type { StripSearchInput, StripSearch } from './strips.ts'
import { SubjectSearch } from './subject-search.ts'

export function startSearch(input: StripSearchInput): StripSearch {
  switch (input.is) {
    case 'similar':
      return new SimilarSearch(input.size, input.request)
    case 'subject':
      return new SubjectSearch(input.size)
  }
}
