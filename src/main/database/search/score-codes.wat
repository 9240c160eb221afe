;; Scores of vectors in 2 bits per dimension, sixteen vectors at a time; see vector-codes.ts. `npm run wasm` compiles it
;; into score-codes-wasm.ts.
(module
  (memory (export "memory") 1)

  ;; $codes: for each block of sixteen vectors, their first bytes, their second bytes, and so on.
  ;; $tables: for each byte of a code, what its lower and its upper half add to the score: two times sixteen signed bytes
  ;; of 63 at most, so that the sum of two is a signed byte again.
  ;; $scores: a signed 16-bit number for each vector.
  (func (export "score")
    (param $codes i32) (param $blocks i32) (param $bytes i32) (param $tables i32) (param $scores i32)
    (local $left i32) (local $table i32) (local $code v128) (local $sum v128) (local $low v128) (local $high v128)
    (block $done
      (br_if $done (i32.eqz (local.get $blocks)))
      (loop $block
        (local.set $low (v128.const i64x2 0 0))
        (local.set $high (v128.const i64x2 0 0))
        (local.set $left (local.get $bytes))
        (local.set $table (local.get $tables))
        (loop $byte
          (local.set $code (v128.load (local.get $codes)))
          (local.set $sum (i8x16.add
            (i8x16.swizzle
              (v128.load (local.get $table))
              (v128.and (local.get $code) (i8x16.splat (i32.const 15))))
            (i8x16.swizzle
              (v128.load offset=16 (local.get $table))
              (i8x16.shr_u (local.get $code) (i32.const 4)))))
          (local.set $low (i16x8.add (local.get $low) (i16x8.extend_low_i8x16_s (local.get $sum))))
          (local.set $high (i16x8.add (local.get $high) (i16x8.extend_high_i8x16_s (local.get $sum))))
          (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
          (local.set $table (i32.add (local.get $table) (i32.const 32)))
          (br_if $byte (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (v128.store (local.get $scores) (local.get $low))
        (v128.store offset=16 (local.get $scores) (local.get $high))
        (local.set $scores (i32.add (local.get $scores) (i32.const 32)))
        (br_if $block (local.tee $blocks (i32.sub (local.get $blocks) (i32.const 1))))))))
