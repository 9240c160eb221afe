/** What can be done to a mask as a whole; widths in picture pixels. */
export type RefineOperation =
  | { readonly is: 'grow'; readonly px: number }
  | { readonly is: 'shrink'; readonly px: number }
  /** A soft edge that is about `px` wide on either side. */
  | { readonly is: 'feather'; readonly px: number }
  /** Takes away bumps and dents narrower than `px`, and stairs. */
  | { readonly is: 'smooth'; readonly px: number }
  /** Covers whatever the mask goes round. */
  | { readonly is: 'fill-holes' }
  /** Leaves a band of this width along the edge: half outside, half inside. */
  | { readonly is: 'border'; readonly px: number }
