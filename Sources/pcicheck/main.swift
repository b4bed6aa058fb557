print("pcicheck")
