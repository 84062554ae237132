"""Small word lists of the regions, from general knowledge: what people put in the place of an Indonesian word."""

WORDS = {
    "jv": "ada=ono,wonten tidak=ora,mboten,gak sudah=wis,sampun belum=durung,dereng orang=wong,tiyang dengan=karo,kalih di=nang,teng yang=sing ini=iki,niki itu=iku,kuwi saya=aku,kulo kami=awak dewe mau=arep,ajeng akan=arep sekarang=saiki,sakniki tolong=tulung,nyuwun tulung anak=bocah,arek rumah=omah,griyo jalan=dalan banyak=akeh ke=menyang,teng datang=teko,rawuh pulang=mulih,kondur takut=wedi,ajrih marah=nesu berkelahi=gelut ribut=rame,gegeran kumpul=nglumpuk,ngumpul batu=watu pakai=nganggo,ngangge semua=kabeh,sedanten masih=isih,taksih lagi=maneh,malih dari=soko,saking tapi=tapi,nanging karena=mergo luka=tatu,bocor dekat=cedhak,cerak depan=ngarep,ngajeng belakang=mburi air=banyu,toya sawah=sabin besar=gedhe kecil=cilik kata=jare katanya=jarene malam=bengi lari=mlayu lihat=ndelok bawa=gowo,mbeto minta=njaluk,nyuwun bapak=bapake keluar=metu saling=podho warga=wargane",
    "mad": "ada=bada tidak=ta',lo' sudah=la belum=ghita' orang=oreng dengan=bi' di=e yang=se ini=reya itu=rowa saya=sengko' kami=engko' mau=terro akan=bakal sekarang=sateya tolong=tolong anak=na'kana' rumah=roma jalan=lorong banyak=bannya' ke=ka datang=dateng pulang=mole takut=tako' marah=peggel berkelahi=atokar ribut=rammi kumpul=akompol batu=bato pakai=ngangghuy semua=kabbi masih=gi' lagi=pole dari=dhari karena=polana luka=loka dekat=semma' depan=adha' air=aeng sawah=saba besar=raja kecil=kene' katanya=ca'na malam=malem lari=buru bawa=ngeba minta=menta keluar=kaluwar saling=padha",
    "su": "ada=aya tidak=henteu,teu sudah=geus,parantos belum=can,teu acan orang=jalmi,urang dengan=sareng,jeung di=di yang=nu,anu ini=ieu itu=eta saya=abdi,kuring kami=urang mau=rek,bade akan=rek sekarang=ayeuna tolong=tulungan,punten anak=budak rumah=imah jalan=jalan banyak=loba,seueur ke=ka datang=datang,sumping pulang=balik,mulih takut=sieun marah=ambek berkelahi=gelut,pasea ribut=ribut,pasea kumpul=ngumpul batu=batu pakai=make,nganggo semua=kabeh,sadaya masih=keneh,masih lagi=deui dari=ti tapi=tapi karena=kusabab luka=raheut,tatu dekat=deukeut,caket depan=hareup,payuneun belakang=tukang air=cai besar=gede kecil=leutik katanya=cenah malam=peuting lari=lumpat lihat=ningali bawa=mawa,nyandak minta=nyuhunkeun,menta keluar=kaluar saling=silih kampung=lembur",
    "min": "ada=ado tidak=indak,ndak sudah=alah,lah belum=alun orang=urang dengan=jo di=di yang=nan ini=iko itu=itu saya=ambo,awak kami=kami mau=nio,ka akan=ka sekarang=kini tolong=tolong anak=anak,paja rumah=rumah jalan=jalan banyak=banyak ke=ka datang=tibo pulang=pulang takut=takuik marah=berang berkelahi=bacakak ribut=rusuah kumpul=bakumpua batu=batu pakai=pakai semua=sadoalah masih=masih lagi=baliak dari=dari karena=dek,karano luka=luko dekat=dakek depan=muko belakang=balakang air=aia sawah=sawah besar=gadang kecil=ketek katanya=keceknyo malam=malam lari=lari lihat=caliak bawa=bao minta=mintak keluar=kalua saling=saliang pemuda=pamuda kampung=kampuang",
    "bug": "ada=engka tidak=de' sudah=purani belum=depa orang=tau dengan=sibawa di=ri yang=iya ini=iyae itu=iyaro saya=iya' kami=idi' mau=maelo akan=maelo sekarang=makkukkue tolong=tulungi anak=ana' rumah=bola jalan=laleng banyak=maega ke=lao ri datang=pole pulang=lisu takut=metau marah=macai berkelahi=mallaga ribut=maruku kumpul=maddeppungeng batu=batu pakai=pake semua=maneng masih=mupa lagi=paimeng luka=lo dekat=macawe depan=ri olo air=uwae sawah=galung besar=battoa kecil=baiccu malam=wenni lari=lari bawa=tiwi minta=mellau keluar=massu",
    "pap": "tidak=trada,tra sudah=su belum=blum dengan=deng saya=sa kami=kitong,kitorang mereka=dong,dorang dia=de mau=mo akan=mo sekarang=skarang tolong=tolong anak=anak rumah=rumah banyak=banyak ke=ke pulang=pulang takut=takut marah=marah berkelahi=baku pukul ribut=baribut saling=baku pakai=pake semua=samua masih=masih lagi=lai dari=dari karena=karna besar=besar kecil=kecil pergi=pi lihat=liat keluar=kaluar punya=pu memang=memang bawa=bawa ini=ni itu=tu yang=yang orang=orang",
    "plm": "ada=ado tidak=idak,dak sudah=la belum=belom orang=uwong,wong dengan=samo di=di yang=yang ini=ini itu=itu saya=aku kami=kami mau=nak akan=nak sekarang=mak ini ari tolong=tolong anak=budak rumah=rumah banyak=banyak ke=ke datang=dateng pulang=balik takut=takut marah=marah berkelahi=belago ribut=ribut kumpul=ngumpul batu=batu pakai=pake semua=galo masih=masih lagi=lagi dari=dari karena=karno luka=luko dekat=deket depan=depan besar=besak kecil=kecik katanya=jerenyo malam=malem lari=lari bawa=bawak muda=mudo pemuda=budak mudo keluar=keluar",
    "mly": "ada=ade tidak=tak sudah=dah,sudah belum=belom orang=orang dengan=dengan yang=yang ini=ni itu=tu saya=saye,aku kami=kami mau=nak akan=nak sekarang=sekarang ni anak=budak semua=semue banyak=banyak ke=ke datang=datang takut=takot berkelahi=bekelahi ribut=ribot kumpul=bekumpul pakai=pakai karena=sebab luka=luke besar=besa' kecil=kecik katanya=kate orang malam=malam bawa=bawa' apa=ape siapa=siape saya=saye lagi=agik",
    "btw": "ada=ade tidak=kagak,kaga sudah=udeh belum=blom dengan=ame,ama yang=nyang ini=nih itu=ntu saya=aye,gue kami=kite mau=pengen,mau sekarang=sekarang tolong=tulungin anak=bocah rumah=rume banyak=banyak datang=dateng takut=takut marah=ngamuk berkelahi=berantem ribut=ribut kumpul=ngumpul pakai=pake semua=semue masih=masih lagi=lagi karena=gara-gara luka=luke dekat=deket besar=gede kecil=kecil katanya=katenye malam=malem lihat=liat saling=pade bawa=bawa apa=ape mereka=die orang",
}  # fmt: skip
OPENINGS = {
    "jv": ("nyuwun sewu [pak|],", "ngapunten [pak|],", "[pak|mas], [nyuwun sewu|ngapunten],"),
    "mad": ("saporana [pak|],", "[pak|kak], saporana,"),
    "su": ("punten [pak|kang|],", "hapunten [pak|],", "sampurasun,"),
    "min": ("maaf [pak|da|],", "[pak|da], [tabiak|maaf],"),
    "bug": ("tabe [pak|],", "taddampengengka [pak|],"),
    "pap": ("[pace|pak|bapa|kaka],", "permisi [bapa|kaka],"),
    "plm": ("[kak|pak|cek],", "[permisi|maaf] [kak|mang],"),
    "mly": ("[bang|pak|cik],", "maaf [bang|pak],"),
    "btw": ("[bang|be|pok],", "permisi [bang|be],"),
}  # fmt: skip
CLOSINGS = {
    "jv": ("suwun.", "matur nuwun.", "[tulung|nyuwun tulung] dicek nggih."),
    "mad": ("sakalangkong.", "tolong nggi."),
    "su": ("hatur nuhun.", "nuhun.", "punten nya pak."),
    "min": ("tarimo kasih.", "tolong capek pak."),
    "bug": ("tabe, tolong cepat ki.", "terima kasih di."),
    "pap": ("tolong capat bapa.", "terima kasih banyak."),
    "plm": ("tolong cepet kak.", "mokaseh."),
    "mly": ("tolong cepat bang.", "terima kaseh."),
    "btw": ("buruan bang.", "makasih ye.", "tulungin dah."),
}  # fmt: skip


def table(lang: str) -> dict[str, tuple[str, ...]]:
    """Return what people of a region say in the place of an Indonesian word; empty for Indonesian."""
    found: dict[str, tuple[str, ...]] = {}
    word = ""
    for piece in WORDS.get(lang, "").split(" "):
        if "=" in piece:
            word, _, said = piece.partition("=")
            found[word] = tuple(said.split(","))
        elif word:
            # A way to say it that has two words.
            found[word] = (*found[word][:-1], f"{found[word][-1]} {piece}")
    return found
