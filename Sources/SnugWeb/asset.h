// Included once for each asset, from within the list in assets.c: C23 wants #embed on a line of its own, which no
// macro can give.
{
    .path = &ASSET[sizeof "client/" - 1],
    .content_type = ASSET_TYPE,
    .bytes = (const unsigned char[]){
#embed ASSET
    },
    .size = sizeof((const unsigned char[]){
#embed ASSET
    }),
},
#undef ASSET
#undef ASSET_TYPE
