/** Operations on a whole mask; widths in image pixels. */
export type RefineOperation =
  | { readonly type: 'grow'; readonly px: number }
  | { readonly type: 'shrink'; readonly px: number }
  /** Softens the edge by about `px` on either side. */
  | { readonly type: 'feather'; readonly px: number }
  /** Removes bumps and dents narrower than `px`, and jagged stairs. */
  | { readonly type: 'smooth'; readonly px: number }
  /** Covers everything the mask encloses. */
  | { readonly type: 'fill-holes' }
  /** Keeps a band of this width along the edge: half outside, half inside. */
  | { readonly type: 'border'; readonly px: number }
