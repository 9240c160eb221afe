import { SimilarSearch } from './similar-search.ts'
import type { SearchInput, StripSearch } from './strips.ts'
import { SubjectSearch } from './subject-search.ts'

export function startSearch(input: SearchInput): StripSearch {
  switch (input.is) {
    case 'similar':
      return new SimilarSearch(input.size, input.request)
    case 'subject':
      return new SubjectSearch(input.size)
  }
}
